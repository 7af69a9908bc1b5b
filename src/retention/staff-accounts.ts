import type { EntityManager } from '@mikro-orm/postgresql';
import { LockMode } from '@mikro-orm/postgresql';
import { Account } from '../accounts/account.entity.js';
import { PasswordRequest } from '../accounts/password-request.entity.js';
import { RecoveryCode } from '../accounts/second-factor/recovery-code.entity.js';
import { SecondFactor } from '../accounts/second-factor/second-factor.entity.js';
import { RelativeFile } from '../relatives/relative-file.entity.js';
import type { AuditLog } from '../audit/audit-log.js';
import { after, DAY } from '../clock.js';
import { normalEmail } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';

export const STAFF_ACCOUNTS = {
  name: 'accounts of officers who left',
  rule: 'emptied 2 years after they were suspended [A]; name and role stay, as labels of the trail',
  source: 'TRUST 22',
};
export const STAFF_ACCOUNT_KEEP = 730 * DAY;

/** Where an address was: nobody's, by RFC 2606. */
const NO_ADDRESS = 'removed@portal.invalid';

/** Reported accounts are not among them: an officer answers those. */
const due = (now: Date) => ({
  kind: 'officer' as const,
  suspendedReason: 'officer' as const,
  suspendedAt: { $lte: after(now, -STAFF_ACCOUNT_KEEP) },
  emptiedAt: null,
});

export const countEnded = (em: EntityManager, now: Date): Promise<number> => em.fork().count(Account, due(now));

/** One account a transaction. Says how many. */
export async function emptyEnded(em: EntityManager, audit: AuditLog, now: Date, signal?: AbortSignal): Promise<number> {
  let sum = 0;
  for (const { id } of await em.fork().find(Account, due(now), { fields: ['id'], orderBy: { id: 'asc' } })) {
    if (signal?.aborted) return sum;
    sum += await em.fork().transactional(async (em) => {
      const account = await em.findOne(Account, { id, ...due(now) }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!account) return 0; // opened again in between
      await em.nativeDelete(SecondFactor, { account: id });
      await em.nativeDelete(RecoveryCode, { account: id });
      await em.nativeDelete(PasswordRequest, { account: id });
      await em.nativeDelete(RelativeFile, { account: id });
      account.empty(NO_ADDRESS, vault().index('email', normalEmail(NO_ADDRESS)), now);
      audit.record(em, null, 'officer.emptied', id, now);
      return 1;
    });
  }
  return sum;
}
