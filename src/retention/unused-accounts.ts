import type { EntityManager } from '@mikro-orm/postgresql';
import { LockMode } from '@mikro-orm/postgresql';
import { Account, type ACCOUNT_KINDS } from '../accounts/account.entity.js';
import { PasswordRequest } from '../accounts/password-request.entity.js';
import { RecoveryCode } from '../accounts/second-factor/recovery-code.entity.js';
import { SecondFactor } from '../accounts/second-factor/second-factor.entity.js';
import { RelativeFile } from '../relatives/relative-file.entity.js';
import type { AuditAction } from '../audit/audit-actions.js';
import type { AuditLog } from '../audit/audit-log.js';
import { after, DAY } from '../clock.js';
import { normalEmail } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';

/** Accounts of a kind that are emptied when nobody has used them for long. */
export interface UnusedAccounts {
  readonly name: string;
  readonly rule: string;
  readonly source: string;
  readonly action: AuditAction;
  /** Which are meant, in SQL over the table as `a`: last used at `?` or before. Reported ones never are, an officer answers those. */
  readonly due: string;
}

export const UNUSED_ACCOUNT_KEEP = 730 * DAY;

/** Each kind of account that goes with no case: applicants' do (closed-cases.ts). */
export const UNUSED_ACCOUNTS = {
  officer: {
    name: 'accounts of officers who left',
    rule: 'emptied 2 years after they were suspended [A]; name and role stay, as labels of the trail',
    source: 'TRUST 22',
    action: 'officer.emptied',
    due: `a.kind = 'officer' and a.suspended_reason = 'officer' and a.suspended_at <= ?`,
  },
  representative: {
    name: 'accounts of representatives without a client',
    rule: 'emptied 2 years after the last consent ended and the last sign-in [A]; the name stays as long as a case of theirs does',
    source: 'TRUST 22',
    action: 'representative.emptied',
    due: `a.kind = 'representative' and a.suspended_reason is distinct from 'not_me'
      and not exists (select from representation r left join legal_hold h on h.case_file_id = r.case_file_id and h.ended_at is null
                       where r.account_id = a.id and (r.ended_at is null or h.id is not null))
      and greatest(a.created_at, (select max(r.ended_at) from representation r where r.account_id = a.id),
                   (select max(s.at) from sign_in_event s where s.account_id = a.id and s.outcome = 'done')) <= ?`,
  },
} as const satisfies Record<Exclude<(typeof ACCOUNT_KINDS)[number], 'applicant'>, UnusedAccounts>;

/** Where an address was: nobody's, by RFC 2606. */
const NO_ADDRESS = 'removed@portal.invalid';

/** How many accounts of a kind are due. */
export const countUnused = async (em: EntityManager, unused: UnusedAccounts, now: Date): Promise<number> =>
  (await dueOf(em.fork(), unused, now)).length;

/** One account a transaction. Says how many. */
export async function emptyUnused(
  em: EntityManager,
  audit: AuditLog,
  unused: UnusedAccounts,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  let sum = 0;
  for (const id of await dueOf(em.fork(), unused, now)) {
    if (signal?.aborted) return sum;
    sum += await em.fork().transactional(async (em) => {
      const account = await em.findOneOrFail(Account, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if ((await dueOf(em, unused, now, id)).length === 0) return 0; // opened again, or named by a client, in between
      await em.nativeDelete(SecondFactor, { account: id });
      await em.nativeDelete(RecoveryCode, { account: id });
      await em.nativeDelete(PasswordRequest, { account: id });
      await em.nativeDelete(RelativeFile, { account: id });
      account.empty(NO_ADDRESS, vault().index('email', normalEmail(NO_ADDRESS)), now);
      audit.record(em, null, unused.action, id, now);
      return 1;
    });
  }
  return sum;
}

/** @param one only this account */
async function dueOf(em: EntityManager, { due }: UnusedAccounts, now: Date, one: string | null = null): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select a.id from account a where a.emptied_at is null and (?::uuid is null or a.id = ?) and ${due} order by a.id`,
    [one, one, after(now, -UNUSED_ACCOUNT_KEEP)],
  );
  return rows.map(({ id }) => id);
}
