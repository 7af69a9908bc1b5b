import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { nameOf } from '../accounts/account-name.js';
import { AuditLog } from '../audit/audit-log.js';
import { after, Clock } from '../clock.js';
import { CLAIM_LASTS } from './claim.rules.js';

/** A claim that stands. */
export interface Claim {
  readonly accountId: string;
  readonly until: Date;
}

/** What a page of a file says of its claim. */
export interface ClaimShown {
  readonly caseId: string;
  readonly mine: boolean;
  /** Who has it; empty where it is the reader. */
  readonly name: string;
  readonly until: Date;
  /** A supervisor takes it at once. */
  readonly mayTakeOver: boolean;
}

/** Taken without a look at who else is at it: `file_claim` has one row a case, so that of two officers at once one gets it. */
const TAKE = `insert into file_claim (case_file_id, account_id, until) values (?, ?, ?)
              on conflict (case_file_id) do update set account_id = excluded.account_id, until = excluded.until
               where file_claim.until <= ? or file_claim.account_id = excluded.account_id or ?
              returning account_id`;

/**
 * Who works on which case: one officer at a time, for a while, and each officer on one case. A claim keeps nobody from looking; it keeps
 * others from deciding (the access guard refuses), and ends by itself.
 */
@Injectable()
export class FileClaims {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Whether the case is this officer's now; one they had before is given back then. */
  async take(officer: Actor<'officer'>, caseId: string, atOnce = false): Promise<boolean> {
    const now = this.clock.now();
    const taken = await this.em.execute<unknown[]>(TAKE, [caseId, officer.accountId, after(now, CLAIM_LASTS), now, atOnce]);
    if (taken.length === 0) return false;
    await this.em.execute('delete from file_claim where account_id = ? and case_file_id <> ?', [officer.accountId, caseId]);
    return true;
  }

  /** A file whose claim has ended is anybody's; a supervisor takes one that stands, which is recorded. */
  async takeOver(officer: Actor<'officer'>, caseId: string): Promise<boolean> {
    const standing = await this.of(caseId);
    const anothers = standing !== null && standing.accountId !== officer.accountId;
    const taken = await this.take(officer, caseId, officer.role === 'supervisor');
    if (taken && anothers)
      await this.em.fork().transactional((em) => {
        this.audit.record(em, officer, 'claim.taken_over', caseId, this.clock.now(), { from: standing.accountId }, caseId);
        return Promise.resolve();
      });
    return taken;
  }

  /** What an officer does on the file they have makes their time begin again. */
  async renew({ accountId }: Actor<'officer'>, caseId: string): Promise<void> {
    const until = after(this.clock.now(), CLAIM_LASTS);
    await this.em.execute('update file_claim set until = ? where case_file_id = ? and account_id = ?', [until, caseId, accountId]);
  }

  /** The file that the officer took last and has not given back, also where the time for it has ended. */
  async heldBy({ accountId }: Actor<'officer'>): Promise<string | null> {
    const [row] = await this.em.execute<{ case_file_id: string }[]>('select case_file_id from file_claim where account_id = ?', [
      accountId,
    ]);
    return row?.case_file_id ?? null;
  }

  async giveBack({ accountId }: Actor<'officer'>, caseId: string): Promise<void> {
    await this.em.execute('delete from file_claim where case_file_id = ? and account_id = ?', [caseId, accountId]);
  }

  /** The claim that stands on a case. */
  async of(caseId: string): Promise<Claim | null> {
    const [row] = await this.em.execute<{ account_id: string; until: Date }[]>(
      'select account_id, until from file_claim where case_file_id = ? and until > ?',
      [caseId, this.clock.now()],
    );
    return row ? { accountId: row.account_id, until: new Date(row.until) } : null;
  }

  async shown(officer: Actor<'officer'>, caseId: string, { accountId, until }: Claim): Promise<ClaimShown> {
    const mine = accountId === officer.accountId;
    const holder = mine ? null : await this.em.findOne(Account, { id: accountId });
    const name = holder ? nameOf(holder) : '';
    return { caseId, mine, name, until, mayTakeOver: !mine && officer.role === 'supervisor' };
  }
}
