import { EntityManager, LockMode, raw } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { after, Clock } from '../clock.js';
import { Bounces } from './bounces/bounces.js';
import { WAITS_AFTER_FAILURE } from './mail.rules.js';
import { MailBudget } from './mail-budget.js';
import { maskedAddress } from './masked-address.js';
import { MailViews } from './mail-views.js';
import { inReadersOrder } from './mail-half.js';
import type { MailTemplate } from './outbox.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { MailTransport } from './transports.js';

/** Sends what waits in the outbox. Any number of mailers may run at once, in one process or many: none takes what another holds. */
@Injectable()
export class Mailer {
  constructor(
    private readonly em: EntityManager,
    private readonly views: MailViews,
    private readonly transport: MailTransport,
    private readonly clock: Clock,
    private readonly bounces: Bounces,
    private readonly budget: MailBudget,
  ) {}

  /**
   * Sends every mail that is due, the urgent ones first and then the oldest, and says how many left: also what is written while it works, as
   * somebody may wait for a link behind thousands of invitations. A failed one waits for its next time and stops nobody. Where the budget is
   * used up, or no mail can leave at all, what is left waits as it is.
   * @param goOn asked before each; false ends it there
   */
  async deliverDue(goOn: () => boolean = () => true): Promise<number> {
    let sent = 0;
    while (goOn()) {
      const outcome = await this.#next(this.clock.now());
      if (outcome === 'nothing' || outcome === 'held' || outcome === 'down') return sent;
      if (outcome === 'sent') sent++;
    }
    return sent;
  }

  /**
   * One mail a claim, held by its row's lock while it is sent: what the server took is forgotten in the same transaction, and a
   * process that dies in between repeats one mail at most.
   */
  async #next(now: Date): Promise<'sent' | 'failed' | 'held' | 'down' | 'nothing'> {
    return this.em.fork().transactional(async (em) => {
      // without the sealed columns: bytes that don't open must not stop the mails behind them
      const [message] = await em.find(
        OutboxMessage,
        { notBefore: { $ne: null }, $or: [{ notBefore: { $lte: now } }, { [raw(isDueAtOnce)]: true }] },
        {
          orderBy: { urgency: 'asc', notBefore: 'asc', id: 'asc' },
          limit: 1,
          lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
          exclude: ['recipient', 'payload', 'sentTo'],
        },
      );
      if (!message) return 'nothing';
      const row = message as OutboxMessage;
      // what follows is less urgent or younger: all of it waits
      if (!(await this.budget.take(row.urgency, now))) return 'held';
      let address: string | null = null;
      try {
        // read apart: bytes that don't open would leave half a record here
        const whole = await em.fork({ keepTransactionContext: true }).findOneOrFail(OutboxMessage, { id: message.id });
        address = whole.recipient ?? null;
        await this.#send(whole);
      } catch (fault) {
        const isBusy = (fault as SendFault).code === 'EBUSY';
        // nobody's mail could leave: this one has not failed, and the more urgent ones go first once they can
        if (isBusy || (isOfConnection(fault) && !(await this.transport.reachable()))) {
          await this.budget.giveBack(now);
          if (!isBusy) row.holdBack(codeOf(fault));
          return isBusy ? 'held' : 'down';
        }
        const next = isFinal(fault) ? null : nextTry(message.attempts, now);
        row.refuse(codeOf(fault), now, next);
        if (!next) {
          // it will never arrive, which is an officer's to know as of one that came back
          row.sentTo = address && maskedAddress(address);
          await this.bounces.cameBack(em, row, 'permanent', now);
        }
        return 'failed';
      }
      row.accept(now, address ?? '');
      return 'sent';
    });
  }

  async #send(message: OutboxMessage): Promise<void> {
    const { template, language, recipient, payload, lastError } = message;
    if (!recipient || !payload) throw Object.assign(new Error('the mail was wiped already'), { code: 'EWIPED' });
    const written = this.views.write(template as MailTemplate, language, payload);
    await this.transport.send({
      ...written,
      id: message.id,
      date: message.createdAt,
      to: recipient,
      languages: inReadersOrder(language),
      wasTried: lastError !== null,
    });
  }
}

/**
 * Meant to leave as it was written, and not tried yet: due whatever this process's clock says, since the one that wrote it may be ahead. A link of
 * 30 minutes would arrive dead.
 */
const isDueAtOnce = (table: string): string => `(${table}.attempts = 0 and ${table}.not_before <= ${table}.created_at)`;

function nextTry(attempts: number, now: Date): Date | null {
  const wait = WAITS_AFTER_FAILURE[attempts];
  return wait === undefined ? null : after(now, wait);
}

interface SendFault {
  code?: unknown;
  responseCode?: unknown;
  /** `RCPT TO`: what the server answered. */
  command?: unknown;
}

/** The server could not be spoken to, or hung up: by itself, or over this mail; or it does not know our name and password. */
const isOfConnection = (fault: unknown): boolean => {
  const { code, responseCode } = fault as SendFault;
  return code === 'EAUTH' || (responseCode === undefined && typeof code === 'string' && CONNECTION_FAULTS.test(code));
};
const CONNECTION_FAULTS = /^(?:ECONN\w*|ESOCKET|ETIMEDOUT|EDNS|ETLS|EPIPE|ENOTFOUND|EHOSTUNREACH|EPROTOCOL)$/;

/** A server's refusal of this recipient or this message will be the same tomorrow: the officers' matter, not the mailer's. */
const isFinal = (fault: unknown): boolean => /^(?:EHEADER$|EREFUSED)/.test(String((fault as SendFault).code)) || isRefusedForGood(fault);

/**
 * The mail came back before it left: its recipient was refused, or its content once the server had it (RFC 5321, 4.2.1: 5yz is permanent).
 * A server that refuses our sender says nothing of the receiver: that is the settings' fault.
 */
function isRefusedForGood(fault: unknown): boolean {
  const { code, responseCode, command } = fault as SendFault;
  const isOfThisMail = code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM');
  return isOfThisMail && typeof responseCode === 'number' && responseCode >= 500;
}

/** `EENVELOPE-550`, `ECONNECTION`, `Error`: enough to act on, and nothing that names a person. */
function codeOf(fault: unknown): string {
  const { code, responseCode } = fault as SendFault;
  const parts = [
    typeof code === 'string' ? code : Error.isError(fault) ? fault.name : 'unknown',
    typeof responseCode === 'number' ? responseCode : null,
  ];
  return parts
    .filter((part) => part !== null)
    .join('-')
    .replace(/[^\w-]/g, '')
    .slice(0, 60);
}
