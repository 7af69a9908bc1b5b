import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { AuditAction } from '../audit/audit-actions.js';
import { AuditLog } from '../audit/audit-log.js';
import { letGo } from '../cards/kept-back.js';
import { Clock } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { Outbox } from '../mail/outbox.js';
import { endSessions } from '../sessions/end-sessions.js';
import { Account } from './account.entity.js';
import { actAlone } from './family-acting.js';
import { closeEmailChanges } from './email-change.entity.js';
import { forgetBrowsers } from './known-device.entity.js';
import { normalPassword, type PasswordProblem } from './password.rules.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordJudge } from './password-judge.js';
import { PasswordRequest } from './password-request.entity.js';
import { PasswordReset } from './password-reset.entity.js';
import { SignInService } from './sign-in.service.js';

/** What is wrong with it; or null, and the account's epoch from then on, for a session that goes on. */
type Saved<Problem> = { readonly problem: Problem } | { readonly problem: null; readonly epoch: number };
/** Who saves it, and the token of the browser in which they are signed in, which alone stays known; by a mailed link, nobody in none. */
type By = { readonly actor: Actor; readonly browser: string } | null;
type UseUp = (em: EntityManager, account: Account, now: Date) => Promise<void> | void;

/** Passwords that people choose themselves. */
@Injectable()
export class OwnPasswordService {
  constructor(
    private readonly em: EntityManager,
    private readonly hasher: PasswordHasher,
    private readonly judge: PasswordJudge,
    private readonly signIns: SignInService,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The first own password; the temporary one is dead once this is saved (S6). Null when done, else what is wrong with it.
   * @throws TransitionRefused when another window has saved one, or an officer has reissued the temporary one, in the meantime, or it is over (S38)
   */
  async create(newcomer: Actor<'newcomer'>, password: string, browser: string): Promise<PasswordProblem | null> {
    const { temporaryPasswordHash } = await this.em.findOneOrFail(Account, { id: newcomer.accountId });
    const saved = await this.#save(newcomer.accountId, { actor: newcomer, browser }, password, 'password.created', (_em, account) => {
      if (!account.temporaryPasswordWorks(this.clock.now()) || account.temporaryPasswordHash !== temporaryPasswordHash)
        throw new TransitionRefused('account', account.state, 'createPassword');
    });
    return saved.problem;
  }

  /**
   * A new password by a mailed link (S41).
   * @param useUp takes the link in the same transaction; what it throws leaves the old password as it was
   */
  async replace(accountId: string, password: string, useUp: UseUp): Promise<PasswordProblem | null> {
    return (await this.#save(accountId, null, password, 'password.replaced', useUp)).problem;
  }

  /**
   * Another password, by somebody who is signed in and gives the present one. All their sessions end: the caller opens this one anew.
   * @throws TooManyRequests
   */
  async change(
    actor: Actor,
    current: string,
    password: string,
    browser: string,
  ): Promise<Saved<PasswordProblem | 'wrongPassword' | 'same'>> {
    if (!(await this.signIns.confirmsPassword(actor, current))) return { problem: 'wrongPassword' };
    if (normalPassword(current) === normalPassword(password)) return { problem: 'same' };
    const { passwordHash } = await this.em.findOneOrFail(Account, { id: actor.accountId });
    return this.#save(actor.accountId, { actor, browser }, password, 'password.changed', (_em, account) => {
      if (account.state !== 'active' || account.passwordHash !== passwordHash)
        throw new TransitionRefused('account', account.state, 'changePassword'); // saved in another window, or suspended, since
    });
  }

  async #save(accountId: string, by: By, password: string, action: AuditAction, useUp: UseUp): Promise<Saved<PasswordProblem>> {
    const problem = await this.judge.problemOf(this.em, accountId, password);
    if (problem) return { problem };
    const hashed = await this.hasher.hash(normalPassword(password)); // outside the transaction: it waits its turn
    const now = this.clock.now();
    const actor = by?.actor ?? null;
    return this.em.transactional(
      async (em) => {
        const file = await ownFile(em, accountId); // locked before the account, in the order in which everybody locks
        const account = await em.findOneOrFail(
          Account,
          { id: accountId },
          { populate: ['person.caseFile'], lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' },
        );
        await useUp(em, account, now);
        account.setPassword(hashed, now);
        if (await actAlone(em, account, now)) {
          this.audit.record(em, actor, 'acting.ended', account.person?.id ?? '', now, {}, account.person?.caseFile.id ?? null);
          // a card that was held for the former one's account has lost its cause
          if (file) await letGo(em, this.audit, file, actor, now);
        }
        const epoch = await endSessions(em, account.id);
        await forgetBrowsers(em, account.id, by?.browser);
        // other links, and a request for a temporary password, have lost their cause
        await em.nativeUpdate(PasswordReset, { account: account.id, usedAt: null }, { usedAt: now });
        await em.nativeUpdate(PasswordRequest, { account: account.id, closedAt: null }, { closedAt: now });
        await closeEmailChanges(em, account.id, now, 'byPassword'); // whoever knew the former password may have asked
        this.audit.record(em, actor, action, account.id, now, {}, account.person?.caseFile.id ?? null);
        this.outbox.add(em, 'password-changed', account, {}, now);
        return { problem: null, epoch };
      },
      { clear: true },
    );
  }
}

/** The file of an account's owner; null for those who have none. */
async function ownFile(em: EntityManager, accountId: string): Promise<Confirmation | null> {
  const owner = await em.findOne(Account, { id: accountId }, { fields: ['person'], disableIdentityMap: true });
  if (!owner?.person) return null;
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
  return em.findOne(Confirmation, { person: owner.person.id }, { populate: ['person.caseFile', 'card'], ...lock });
}
