import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { isUuid } from '../database/uuid.js';
import { Outbox } from '../mail/outbox.js';
import { Account } from './account.entity.js';
import { closeEmailChanges } from './email-change.entity.js';
import { PasswordReset } from './password-reset.entity.js';
import { TemporaryPasswords } from './temporary-passwords.js';

/** How an officer found out who somebody is, before they open an account again; also names of texts. */
export const IDENTITY_CHECKS = ['telephone', 'inPerson', 'inWriting'] as const;
export type IdentityCheckedBy = (typeof IDENTITY_CHECKS)[number];

/** Rows of the officers' list; those behind come up as the first are answered. */
const REPORTS_A_PAGE = 50;

/** "This wasn't me" (S32): the account is closed to everybody until an officer has checked who its owner is. */
@Injectable()
export class AccountLockService {
  constructor(
    private readonly em: EntityManager,
    private readonly passwords: TemporaryPasswords,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** All sessions end, this one too; mailed links for a new password or another address die; a mail tells the owner. Twice is the same as once. */
  async report(actor: Actor): Promise<void> {
    const now = this.clock.now();
    await this.em.transactional(
      async (em) => {
        const account = await locked(em, actor.accountId);
        await em.execute('delete from session where account_id = ?', [account.id], 'run');
        if (account.state === 'suspended') return;
        account.suspend('not_me', now);
        await em.nativeUpdate(PasswordReset, { account: account.id, usedAt: null }, { usedAt: now });
        await closeEmailChanges(em, account.id, now); // whoever was in there may have asked for theirs
        this.audit.record(em, actor, 'account.reported', account.id, now, {}, account.person?.caseFile.id ?? null);
        this.outbox.add(em, 'account-locked', account, { lockedAt: now.toISOString() }, now);
      },
      { clear: true },
    );
  }

  /** Accounts that wait, oldest first. */
  async reported(_officer: Actor<'officer'>): Promise<Account[]> {
    return this.em.find(
      Account,
      { state: 'suspended', suspendedReason: 'not_me' },
      { populate: ['person.caseFile'], orderBy: { suspendedAt: 'asc', id: 'asc' }, limit: REPORTS_A_PAGE },
    );
  }

  /** @throws NotFoundException for an account that nobody reported, or that is open again */
  async reportOf(_officer: Actor<'officer'>, accountId: string): Promise<Account> {
    const account = isUuid(accountId)
      ? await this.em.findOne(Account, { id: accountId, suspendedReason: 'not_me' }, { populate: ['person.caseFile'] })
      : null;
    if (!account) throw new NotFoundException();
    return account;
  }

  /**
   * Opens the account to a new temporary password; the old password, whoever knows it, is dead.
   * @throws TransitionRefused when it is open again already
   * @throws ForbiddenException when it is an officer's, and no supervisor asks
   */
  async release(officer: Actor<'officer'>, accountId: string, checkedBy: IdentityCheckedBy): Promise<void> {
    if (!isUuid(accountId)) throw new NotFoundException();
    const issued = await this.passwords.make();
    await this.em.transactional(
      async (em) => {
        const account = await locked(em, accountId);
        if (account.state !== 'suspended') throw new TransitionRefused('account', account.state, 'release');
        const releasedBy = await em.findOneOrFail(Account, { id: officer.accountId });
        if (account.kind === 'officer' && releasedBy.role !== 'supervisor') throw new ForbiddenException('a supervisor opens it');
        const now = this.clock.now();
        const reason = account.suspendedReason ?? null;
        await em.execute('delete from session where account_id = ?', [account.id], 'run');
        this.outbox.add(em, 'account-released', account, this.passwords.issue(account, issued, now), now);
        this.audit.record(em, officer, 'account.released', account.id, now, { reason, checkedBy }, account.person?.caseFile.id ?? null);
      },
      { clear: true },
    );
  }
}

async function locked(em: EntityManager, id: string): Promise<Account> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
  const account = await em.findOne(Account, { id }, { populate: ['person.caseFile'], ...lock });
  if (!account) throw new NotFoundException();
  return account;
}
