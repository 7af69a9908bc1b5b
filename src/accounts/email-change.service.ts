import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { keepOwnFiles } from '../access/own-files.js';
import { AuditLog } from '../audit/audit-log.js';
import { EmailUses } from '../cases/email-uses.js';
import { Person } from '../cases/person.entity.js';
import { after, Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { Outbox } from '../mail/outbox.js';
import { normalEmail } from '../privacy/normalise.js';
import { hashOfToken, newToken, vault } from '../privacy/vault.js';
import { RequestLimits } from '../security/request-limits.js';
import { endSessions } from '../sessions/end-sessions.js';
import { hashOfSession } from '../sessions/session-store.js';
import { Account } from './account.entity.js';
import { closeEmailChanges, EmailChange } from './email-change.entity.js';
import type { IdentityCheck } from './identity-check.js';
import { declaringPausedUntil, EMAIL_LINK_HOURS, EMAIL_LINK_LIFE } from './email-change.rules.js';
import { takeFamilyAlong } from './family-address.js';
import { PasswordReset } from './password-reset.entity.js';
import { SignInLink } from './sign-in-link.entity.js';
import { SignInService } from './sign-in.service.js';

/** Why another address is not taken; also names of texts. The person reads the same for `representative`, `applicant` and `otherCase` (S2b). */
export type EmailChangeRefusal = 'wrongPassword' | 'sameAddress' | 'representative' | 'applicant' | 'otherCase';
export type EmailLinkState = 'open' | 'used' | 'ended' | 'unknown';

const LOCKED = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in', populate: ['person.caseFile'] } as const;

/** Another address of mail: by its owner, or by an officer for somebody whose mailbox is lost (PORTAL.md 6.9). */
@Injectable()
export class EmailChangeService {
  constructor(
    private readonly em: EntityManager,
    private readonly signIns: SignInService,
    private readonly emailUses: EmailUses,
    private readonly limits: RequestLimits,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a link to the new address, for the owner who gives their password again.
   * @param address the visitor's network address, for the limits
   * @returns null when the link is on its way
   * @throws TooManyRequests
   */
  async ask(actor: Actor, email: string, password: string): Promise<EmailChangeRefusal | null> {
    if (!(await this.signIns.confirmsPassword(actor, password))) return 'wrongPassword';
    await this.limits.consume('emailChangesPerAccount', actor.accountId);
    return this.em.transactional(
      async (em) => this.#open(em, await em.findOneOrFail(Account, { id: actor.accountId }, LOCKED), email, actor, null),
      { clear: true },
    );
  }

  /** The same by an officer who has checked who asks. What was mailed to the lost mailbox opens nothing from here on. */
  async askFor(officer: Actor<'officer'>, personId: string, email: string, check: IdentityCheck): Promise<EmailChangeRefusal | null> {
    if (!isUuid(personId)) throw new NotFoundException();
    return this.em.transactional(
      async (em) => {
        const account = await em.findOne(Account, { person: personId }, LOCKED);
        if (!account) throw new NotFoundException();
        const refusal = await this.#open(em, account, email, officer, check);
        if (!refusal) await closeLinks(em, account, this.clock.now());
        return refusal;
      },
      { clear: true },
    );
  }

  async stateOf(token: string): Promise<EmailLinkState> {
    const change = await this.em.findOne(EmailChange, { tokenHash: hashOfToken(token) }, { disableIdentityMap: true });
    return linkOf(change, this.clock.now());
  }

  /**
   * The link was opened and its button pressed: the address counts. Both addresses are told, other sessions end, links mailed before are
   * dead, and declaring waits.
   * @param sessionId of the browser that pressed: where it is the owner's, it goes on
   * @returns `open` when this press did it, `refused` when somebody else uses the address since
   */
  async confirm(token: string, sessionId: string): Promise<EmailLinkState | 'refused'> {
    return this.em.transactional(
      async (em) => {
        const found = await em.findOne(EmailChange, { tokenHash: hashOfToken(token) }, { disableIdentityMap: true });
        if (!found) return 'unknown';
        const account = await em.findOneOrFail(Account, { id: found.account.id }, LOCKED);
        const change = await em.findOneOrFail(EmailChange, { id: found.id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        const now = this.clock.now();
        const state = linkOf(change, now);
        // a reported account stays closed, but takes the address that an officer has asked for: it opens to a password mailed there
        const closed = account.state === 'suspended' && !(change.askedBy && account.suspendedReason === 'not_me');
        if (state !== 'open' || closed) return state === 'open' ? 'ended' : state;
        if (await this.#refusalOf(em, account, change.email)) return 'refused';
        const { email: former, emailIndex: formerIndex } = account;
        for (const own of await keepOwnFiles(em, formerIndex, now))
          this.audit.record(em, null, 'relative.declared', own.account_id, now, { relation: 'own' }, own.case_file_id);
        change.openedAt = now;
        account.changeEmail(change.email, change.emailIndex, now);
        account.person?.confirmEmail(change.email, now);
        for (const other of await takeFamilyAlong(em, account, formerIndex, now))
          this.audit.record(em, null, 'email.followed', other.id, now, {}, other.caseFile.id);
        await closeLinks(em, account, now);
        await endSessions(em, account.id, hashOfSession(sessionId));
        const payload = { pausedUntilAt: (declaringPausedUntil(now, now) ?? now).toISOString() };
        const template = account.kind === 'applicant' ? 'email-address-changed' : 'staff-email-changed';
        for (const email of [former, change.email]) {
          const to = { email, language: account.language, person: account.person };
          if (template === 'email-address-changed') this.outbox.add(em, template, to, payload, now);
          else this.outbox.add(em, template, to, {}, now);
        }
        this.audit.record(em, null, 'email.changed', account.id, now, { byOfficer: Boolean(change.askedBy) }, caseOf(account));
        return 'open';
      },
      { clear: true },
    );
  }

  async #open(
    em: EntityManager,
    account: Account,
    email: string,
    by: Actor,
    check: IdentityCheck | null,
  ): Promise<EmailChangeRefusal | null> {
    const emailIndex = vault().index('email', normalEmail(email));
    if (emailIndex.equals(account.emailIndex)) return 'sameAddress';
    const refusal = await this.#refusalOf(em, account, email);
    if (refusal) return refusal;
    const now = this.clock.now();
    await closeEmailChanges(em, account.id, now);
    const token = newToken();
    em.create(EmailChange, {
      account,
      email,
      emailIndex,
      tokenHash: hashOfToken(token),
      askedAt: now,
      askedBy: check ? by.accountId : null,
      identityCheck: check,
      endsAt: after(now, EMAIL_LINK_LIFE),
    });
    this.outbox.add(
      em,
      'email-change-link',
      { email, language: account.language, person: account.person },
      { token, hours: EMAIL_LINK_HOURS },
      now,
    );
    this.audit.record(em, by, 'email.change_asked', account.id, now, check ? { check } : {}, caseOf(account));
    return null;
  }

  /** S2b and S32: not an address of another open case or a representative for a person; not a person's for anybody else. */
  async #refusalOf(em: EntityManager, account: Account, email: string): Promise<EmailChangeRefusal | null> {
    if (account.person) return (await this.emailUses.refusalOf(em, email, account.person.caseFile.id))?.reason ?? null;
    const emailIndex = vault().index('email', normalEmail(email));
    await em.execute('select pg_advisory_xact_lock(?)', [emailIndex.readBigInt64BE().toString()]);
    return account.kind === 'representative' && (await em.count(Person, { emailIndex })) > 0 ? 'applicant' : null;
  }
}

const caseOf = (account: Account): string | null => account.person?.caseFile.id ?? null;

/** Whatever was mailed to an address before: links for a new password, for signing in, for another address. */
async function closeLinks(em: EntityManager, account: Account, now: Date): Promise<void> {
  await em.nativeUpdate(PasswordReset, { account: account.id, usedAt: null }, { usedAt: now });
  await em.nativeUpdate(SignInLink, { account: account.id, usedAt: null }, { usedAt: now });
}

function linkOf(change: EmailChange | null, now: Date): EmailLinkState {
  if (!change) return 'unknown';
  if (change.openedAt) return 'used';
  return change.isOpen(now) ? 'open' : 'ended';
}
