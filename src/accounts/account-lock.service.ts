import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { AuditLog } from '../audit/audit-log.js';
import { lockBatches } from '../cards/batches/withdraw-place.js';
import { keepBack, letGo } from '../cards/kept-back.js';
import { Clock } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { behind, cutOff, type MomentPlace } from '../database/cut-off.js';
import { isUuid } from '../database/uuid.js';
import { Outbox } from '../mail/outbox.js';
import { endSessions } from '../sessions/end-sessions.js';
import { Account } from './account.entity.js';
import { ActsFor } from './acts-for.entity.js';
import { closeEmailChanges } from './email-change.entity.js';
import type { IdentityCheck } from './identity-check.js';
import { assertMayGiveBack } from './may-give-back.js';
import { forgetBrowsers } from './known-device.entity.js';
import { PasswordReset } from './password-reset.entity.js';
import { FactorRemoval } from './second-factor/factor-removal.service.js';
import { TemporaryPasswords } from './temporary-passwords.js';

/** Rows of the officers' list. */
export const REPORTS_A_PAGE = 50;

/** "This wasn't me" (S32): the account is closed to everybody until an officer has checked who its owner is. */
@Injectable()
export class AccountLockService {
  constructor(
    private readonly em: EntityManager,
    private readonly passwords: TemporaryPasswords,
    private readonly factors: FactorRemoval,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * All sessions end, this one too; mailed links for a new password or another address die; cards that were to be mailed leave their batches,
   * for an address may be the stranger's; a mail tells the owner. Twice is the same as once.
   */
  async report(actor: Actor): Promise<void> {
    const now = this.clock.now();
    await this.em.transactional(
      async (em) => {
        const files = await filesOf(em, actor.accountId);
        const account = await locked(em, actor.accountId);
        await endSessions(em, account.id);
        if (account.state === 'suspended') return;
        account.suspend('not_me', now);
        await em.nativeUpdate(PasswordReset, { account: account.id, usedAt: null }, { usedAt: now });
        await forgetBrowsers(em, account.id);
        await closeEmailChanges(em, account.id, now); // whoever was in there may have asked for theirs
        this.audit.record(em, actor, 'account.reported', account.id, now, {}, account.person?.caseFile.id ?? null);
        await lockBatches(
          em,
          files.flatMap(({ card }) => card ?? []),
        );
        for (const file of files) await keepBack(em, this.audit, file, 'stopped', actor, now);
        this.outbox.add(em, 'account-locked', account, { lockedAt: now.toISOString() }, now);
      },
      { clear: true },
    );
  }

  /**
   * Accounts that wait, oldest first; those of officers are supervisors' to open, and are not there for anybody else.
   * @returns a page of them, and the last of the page where more follow
   */
  async reported(officer: Actor<'officer'>, after: MomentPlace | null): Promise<ReturnType<typeof cutOff<Account>>> {
    const found = await this.em.find(
      Account,
      { $and: [{ suspendedReason: 'not_me', ...openedBy(officer) }, after ? behind('suspendedAt', after.at, after.id) : {}] },
      { populate: ['person.caseFile'], orderBy: { suspendedAt: 'asc', id: 'asc' }, limit: REPORTS_A_PAGE + 1 },
    );
    return cutOff(found, REPORTS_A_PAGE);
  }

  /**
   * Null when it is open again, or nobody reported it.
   * @throws NotFoundException for an account that does not exist, or a colleague's where no supervisor asks
   */
  async reportOf(officer: Actor<'officer'>, accountId: string): Promise<Account | null> {
    const account = isUuid(accountId)
      ? await this.em.findOne(Account, { id: accountId, ...openedBy(officer) }, { populate: ['person.caseFile'] })
      : null;
    if (!account) throw new NotFoundException();
    return account.suspendedReason === 'not_me' ? account : null;
  }

  /**
   * Opens the account to a new temporary password; the old password, whoever knows it, is dead, and so is every second
   * step, whoever added it: its owner adds theirs again. Cards that had left their batches are asked for anew.
   * @throws TransitionRefused when it is open again already, or nobody reported it
   * @throws ForbiddenException when it is an officer's, and no supervisor asks
   */
  async release(officer: Actor<'officer'>, accountId: string, checkedBy: IdentityCheck): Promise<void> {
    if (!isUuid(accountId)) throw new NotFoundException();
    const issued = await this.passwords.make();
    await this.em.transactional(
      async (em) => {
        const files = await filesOf(em, accountId);
        const account = await locked(em, accountId);
        if (account.state !== 'suspended' || account.suspendedReason !== 'not_me')
          throw new TransitionRefused('account', account.state, 'release');
        await assertMayGiveBack(em, officer, account);
        const now = this.clock.now();
        await endSessions(em, account.id);
        await this.factors.removeAll(em, account.id, officer, now, checkedBy); // whoever was in there may have added theirs
        this.outbox.add(em, 'account-released', account, this.passwords.issue(account, issued, now), now);
        this.audit.record(em, officer, 'account.released', account.id, now, { checkedBy }, account.person?.caseFile.id ?? null);
        for (const file of files) await letGo(em, this.audit, file, officer, now);
      },
      { clear: true },
    );
  }
}

const openedBy = ({ role }: Actor<'officer'>) => (may(role, 'staff.manage') ? {} : { kind: { $ne: 'officer' as const } });

/** What the account acts on; locked before it, in the order in which everybody locks. */
async function filesOf(em: EntityManager, account: string): Promise<Confirmation[]> {
  const rows = await em.find(ActsFor, { account, until: null });
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in', orderBy: { id: 'asc' } } as const;
  return em.find(
    Confirmation,
    { person: { $in: rows.map(({ person }) => person.id) } },
    { populate: ['person.caseFile', 'card'], ...lock },
  );
}

async function locked(em: EntityManager, id: string): Promise<Account> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
  const account = await em.findOne(Account, { id }, { populate: ['person.caseFile'], ...lock });
  if (!account) throw new NotFoundException();
  return account;
}
