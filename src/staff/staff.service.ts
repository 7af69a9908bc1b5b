import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import type { Actor, OfficerRole } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { closeEmailChanges } from '../accounts/email-change.entity.js';
import { forgetBrowsers } from '../accounts/known-device.entity.js';
import { PasswordReset } from '../accounts/password-reset.entity.js';
import { PasswordRequest } from '../accounts/password-request.entity.js';
import { FactorRemoval } from '../accounts/second-factor/factor-removal.service.js';
import { StaffAccountService } from '../accounts/staff-account.service.js';
import { TemporaryPasswords } from '../accounts/temporary-passwords.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import type { Language } from '../language/language.js';
import { Outbox } from '../mail/outbox.js';
import { endSessions } from '../sessions/end-sessions.js';
import { type StaffAct, type StaffRefusal, whyNot } from './staff.policy.js';

/** Why an officer's account is suspended; also names of texts. */
export const SUSPENSIONS = ['left', 'away', 'security', 'other'] as const;
export type Suspension = (typeof SUSPENSIONS)[number];

/** Officers shown; an office has fewer. */
const OFFICERS_SHOWN = 500;

/** What supervisors do to officers' accounts: each act is recorded, and told to its owner by mail. */
@Injectable()
export class StaffService {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: StaffAccountService,
    private readonly passwords: TemporaryPasswords,
    private readonly factors: FactorRemoval,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Every officer with the last sign-in. */
  async list(): Promise<{ account: Account; lastSignIn: Date | null }[]> {
    const accounts = await this.em.find(Account, { kind: 'officer' }, { orderBy: { createdAt: 'asc', id: 'asc' }, limit: OFFICERS_SHOWN });
    const ids = accounts.map(({ id }) => id);
    const rows = await this.em.execute<{ subject: string; at: Date }[]>(
      `select subject, max(at) at from audit_event where subject = any (?::uuid[]) and action = 'sign_in.done' group by subject`,
      [`{${ids.join(',')}}`],
    );
    const lastOf = new Map(rows.map(({ subject, at }) => [subject, new Date(at)]));
    return accounts.map((account) => ({ account, lastSignIn: lastOf.get(account.id) ?? null }));
  }

  /** @throws NotFoundException */
  async officer(id: string): Promise<Account> {
    const account = isUuid(id) ? await this.em.findOne(Account, { id, kind: 'officer' }) : null;
    if (!account) throw new NotFoundException();
    return account;
  }

  /** A mail brings username and temporary password. @returns false when an officer has this address */
  invite(by: Actor<'officer'>, email: string, role: OfficerRole, name: string, language: Language): Promise<boolean> {
    return this.accounts.createOfficer(email, role, name, language, by);
  }

  /** All sessions end at once. */
  suspend(by: Actor<'officer'>, id: string, reason: Suspension): Promise<StaffRefusal | null> {
    return this.#act(by, id, 'suspend', async (em, account, now) => {
      account.suspend('officer', now);
      await closeEmailChanges(em, account.id, now);
      await em.nativeUpdate(PasswordReset, { account: account.id, usedAt: null }, { usedAt: now });
      await em.nativeUpdate(PasswordRequest, { account: account.id, closedAt: null }, { closedAt: now, closedBy: by.accountId });
      await endSessions(em, account.id);
      this.audit.record(em, by, 'officer.suspended', account.id, now, { reason });
      this.outbox.add(em, 'officer-suspended', account, { changedAt: now.toISOString() }, now);
    });
  }

  /** Back to the state of before. */
  resume(by: Actor<'officer'>, id: string): Promise<StaffRefusal | null> {
    return this.#act(by, id, 'resume', async (em, account, now) => {
      account.resume();
      this.audit.record(em, by, 'officer.resumed', account.id, now);
      this.outbox.add(em, 'officer-resumed', account, { changedAt: now.toISOString() }, now);
    });
  }

  /** A new temporary password by mail; the old one every second factor and links to another address are gone, and all sessions end. */
  async reset(by: Actor<'officer'>, id: string): Promise<StaffRefusal | null> {
    const issued = await this.passwords.make();
    return this.#act(by, id, 'reset', async (em, account, now) => {
      await this.factors.removeAll(em, account.id, by, now);
      await forgetBrowsers(em, account.id);
      await closeEmailChanges(em, account.id, now);
      await endSessions(em, account.id);
      this.outbox.add(em, 'officer-reset', account, this.passwords.issue(account, issued, now), now);
      this.audit.record(em, by, 'officer.reset', account.id, now);
    });
  }

  /** Counts from the officer's next request on. */
  changeRole(by: Actor<'officer'>, id: string, role: OfficerRole): Promise<StaffRefusal | null> {
    return this.#act(
      by,
      id,
      'changeRole',
      async (em, account, now) => {
        this.audit.record(em, by, 'officer.role_changed', account.id, now, { from: account.role ?? null, to: role });
        account.role = role;
        this.outbox.add(em, 'officer-role-changed', account, { changedAt: now.toISOString() }, now);
      },
      role,
    );
  }

  /** All supervisors are locked, in one order: two who suspend each other at the same moment take turns, and the second is refused. */
  async #act(
    by: Actor<'officer'>,
    id: string,
    act: StaffAct,
    change: (em: EntityManager, account: Account, now: Date) => Promise<void>,
    newRole?: OfficerRole,
  ): Promise<StaffRefusal | null> {
    if (!isUuid(id)) throw new NotFoundException();
    return this.em.transactional(
      async (em) => {
        const locked = await em.find(
          Account,
          { kind: 'officer', $or: [{ role: 'supervisor' }, { id }] },
          { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
        );
        const account = locked.find((one) => one.id === id);
        if (!account) throw new NotFoundException();
        const active = locked.filter(({ role, state }) => role === 'supervisor' && state === 'active');
        if (!active.some((one) => one.id === by.accountId)) throw new ForbiddenException('no supervisor any more');
        const others = active.filter((one) => one.id !== id).length;
        const own = id === by.accountId;
        const facts = {
          own,
          state: account.state,
          reported: account.suspendedReason === 'not_me',
          emptied: Boolean(account.emptiedAt),
          role: account.role ?? null,
          otherSupervisors: others,
        };
        const refusal = whyNot(act, facts, newRole);
        if (refusal) return refusal;
        await change(em, account, this.clock.now());
        return null;
      },
      { clear: true },
    );
  }
}
