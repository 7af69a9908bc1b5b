import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { after, Clock } from '../clock.js';
import { WAITS_AFTER_FAILURE } from './mail.rules.js';
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
  ) {}

  /** Sends every mail that is due, the urgent ones first and then the oldest, and says how many left. A failed one waits for its next time and stops nobody. */
  async deliverDue(now = this.clock.now()): Promise<number> {
    let sent = 0;
    for (;;) {
      const outcome = await this.#next(now);
      if (outcome === 'nothing') return sent;
      if (outcome === 'sent') sent++;
    }
  }

  /**
   * One mail a claim, held by its row's lock while it is sent: what the server took is forgotten in the same transaction, and a
   * process that dies in between repeats one mail at most.
   */
  async #next(now: Date): Promise<'sent' | 'failed' | 'nothing'> {
    return this.em.fork().transactional(async (em) => {
      // without the sealed columns: bytes that don't open must not stop the mails behind them
      const [message] = await em.find(
        OutboxMessage,
        { notBefore: { $lte: now } },
        {
          orderBy: { urgency: 'asc', notBefore: 'asc', id: 'asc' },
          limit: 1,
          lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
          exclude: ['recipient', 'payload', 'sentTo'],
        },
      );
      if (!message) return 'nothing';
      let address: string;
      try {
        // read apart: bytes that don't open would leave half a record here
        address = await this.#send(await em.fork({ keepTransactionContext: true }).findOneOrFail(OutboxMessage, { id: message.id }));
      } catch (fault) {
        (message as OutboxMessage).refuse(codeOf(fault), now, isFinal(fault) ? null : nextTry(message.attempts, now));
        return 'failed';
      }
      (message as OutboxMessage).accept(now, address);
      return 'sent';
    });
  }

  /** @returns the address it went to */
  async #send(message: OutboxMessage): Promise<string> {
    const { template, language, recipient, payload } = message;
    if (!recipient || !payload) throw Object.assign(new Error('the mail was wiped already'), { code: 'EWIPED' });
    const written = this.views.write(template as MailTemplate, language, payload);
    await this.transport.send({
      ...written,
      id: message.id,
      date: message.createdAt,
      to: recipient,
      languages: inReadersOrder(language),
    });
    return recipient;
  }
}

function nextTry(attempts: number, now: Date): Date | null {
  const wait = WAITS_AFTER_FAILURE[attempts];
  return wait === undefined ? null : after(now, wait);
}

interface SendFault {
  code?: unknown;
  responseCode?: unknown;
}

/** A server's refusal of this recipient will be the same tomorrow: the officers' matter, not the mailer's. */
function isFinal(fault: unknown): boolean {
  const { code, responseCode } = fault as SendFault;
  return code === 'EHEADER' || (code === 'EENVELOPE' && typeof responseCode === 'number' && responseCode >= 500);
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
