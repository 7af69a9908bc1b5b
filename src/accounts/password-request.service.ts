import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { behind, cutOff, type MomentPlace } from '../database/cut-off.js';
import { isUuid } from '../database/uuid.js';
import { Outbox } from '../mail/outbox.js';
import { normalApplicationNumber, normalEmail } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { RequestLimits } from '../security/request-limits.js';
import { endSessions } from '../sessions/end-sessions.js';
import { Account } from './account.entity.js';
import { accountReader } from './account-reader.js';
import { looksLikeUsername } from './credentials.js';
import { evenly } from './even-answer.js';
import { PasswordRequest } from './password-request.entity.js';
import { TemporaryPasswords } from './temporary-passwords.js';

/** Rows of the officers' list. */
export const REQUESTS_A_PAGE = 25;

/** What a new password answers: a request, or an officer's press on the account as it was. */
type Cause = { readonly requestId: string } | { readonly version: number };

/** New temporary passwords: asked for by people, sent by officers (S39). */
@Injectable()
export class PasswordRequestService {
  constructor(
    private readonly em: EntityManager,
    private readonly passwords: TemporaryPasswords,
    private readonly limits: RequestLimits,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Somebody's temporary password has expired, is lost or does not work. Where application number, or username, and address belong to
   * an account with a temporary password, officers get one open request, however often it is asked; nobody is told which it was (TRUST.md 14).
   * @param address the visitor's network address, for the limits
   * @throws TooManyRequests
   */
  async ask(numberOrUsername: string, email: string, address: string): Promise<void> {
    await this.limits.consume('passwordRequestsPerAddress', address);
    const applicationNumberIndex = vault().index('application-number', normalApplicationNumber(numberOrUsername));
    const emailIndex = vault().index('email', normalEmail(email));
    const owner = looksLikeUsername(numberOrUsername)
      ? { username: numberOrUsername.toLowerCase(), emailIndex }
      : { person: { emailIndex, caseFile: { applicationNumberIndex } } };
    await evenly(() =>
      this.em.transactional(
        async (em) => {
          const accounts = await em.find(
            Account,
            { state: 'temporary', ...owner },
            { populate: ['person.caseFile'], strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE },
          );
          const now = this.clock.now();
          for (const account of accounts) {
            if (await em.count(PasswordRequest, { account, closedAt: null })) continue;
            em.create(PasswordRequest, { account, askedAt: now });
            this.audit.record(em, null, 'password.requested', account.id, now, {}, account.person?.caseFile.id ?? null);
          }
        },
        { clear: true },
      ),
    );
  }

  /** What waits, oldest first: a page of it, and the last of the page where more follow. */
  async waiting(officer: Actor<'officer'>, after: MomentPlace | null): Promise<ReturnType<typeof cutOff<PasswordRequest>>> {
    const found = await this.em.find(
      PasswordRequest,
      { $and: [{ closedAt: null, ...(await this.#answeredBy(officer)) }, after ? behind('askedAt', after.at, after.id) : {}] },
      { populate: ['account.person.caseFile'], orderBy: { askedAt: 'asc', id: 'asc' }, limit: REQUESTS_A_PAGE + 1 },
    );
    return cutOff(found, REQUESTS_A_PAGE);
  }

  /** The request that was just answered; null when it waits still, or is nobody's. */
  async answered(officer: Actor<'officer'>, requestId: string): Promise<PasswordRequest | null> {
    if (!isUuid(requestId)) return null;
    return this.em.findOne(
      PasswordRequest,
      { id: requestId, closedAt: { $ne: null }, ...(await this.#answeredBy(officer)) },
      { populate: ['account.person.caseFile'] },
    );
  }

  /** @throws TransitionRefused when the request was answered before, or the person has a password of their own by now */
  async answer(officer: Actor<'officer'>, requestId: string): Promise<void> {
    if (!isUuid(requestId)) throw new NotFoundException();
    const request = await this.em.findOne(
      PasswordRequest,
      { id: requestId, ...(await this.#answeredBy(officer)) },
      { disableIdentityMap: true },
    );
    if (!request) throw new NotFoundException();
    await this.#reissue(officer, { id: request.account.id }, { requestId });
  }

  /**
   * The same without a request: the person telephoned or wrote.
   * @param version of the account the officer saw: one press sends one, however often it arrives
   * @throws TransitionRefused when another one was sent since, or the person has a password of their own by now
   */
  async reissueFor(officer: Actor<'officer'>, personId: string, version: number): Promise<void> {
    if (!isUuid(personId)) throw new NotFoundException();
    await this.#reissue(officer, { person: personId }, { version });
  }

  /** Requests of officers are supervisors' to answer; to everybody else they are not there. */
  async #answeredBy({ accountId }: Actor<'officer'>): Promise<{ account?: { kind: { $ne: 'officer' } } }> {
    return (await this.em.count(Account, { id: accountId, role: 'supervisor' })) > 0 ? {} : { account: { kind: { $ne: 'officer' } } };
  }

  /** A new temporary password; the former one is dead, and so is what was opened with it (S39). Open requests are answered by it. */
  async #reissue(officer: Actor<'officer'>, where: { id: string } | { person: string }, cause: Cause): Promise<void> {
    const issued = await this.passwords.make();
    await this.em.transactional(
      async (em) => {
        const account = await em.findOne(Account, where, {
          populate: ['person.caseFile'],
          strategy: 'select-in',
          lockMode: LockMode.PESSIMISTIC_WRITE,
        });
        if (!account) throw new NotFoundException();
        if (account.state !== 'temporary') throw new TransitionRefused('account', account.state, 'reissue');
        if ('version' in cause && account.version !== cause.version) throw new TransitionRefused('account', 'changed', 'reissue');
        const now = this.clock.now();
        const closed = await em.nativeUpdate(
          PasswordRequest,
          { account: account.id, closedAt: null },
          { closedAt: now, closedBy: officer.accountId },
        );
        if ('requestId' in cause && closed === 0) throw new TransitionRefused('passwordRequest', 'closed', 'reissue');
        await endSessions(em, account.id);
        const template = account.kind === 'applicant' ? 'temporary-password-reissued' : 'staff-password-reissued';
        this.outbox.add(em, template, await accountReader(em, account), this.passwords.issue(account, issued, now), now);
        this.audit.record(em, officer, 'password.reissued', account.id, now, {}, account.person?.caseFile.id ?? null);
      },
      { clear: true },
    );
  }
}
