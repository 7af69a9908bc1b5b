import type { EntityManager } from '@mikro-orm/postgresql';
import type { AuditLog } from '../audit/audit-log.js';
import { AuditEvent } from '../audit/audit-event.entity.js';
import { after, DAY } from '../clock.js';
import { REPRESENTED } from '../representatives/represented.js';
import type { Account } from './account.entity.js';

/** A representative's sign-in and their client's in one browser within this time are told (PORTAL.md 2, S32). */
const SAME_BROWSER_WITHIN = DAY;
/** For so long officers see it on the person's pages. */
const SHOWN_FOR = 90 * DAY;

const REPRESENTATIVE_HERE = `select r.account_id, r.case_file_id from ${REPRESENTED}
  join known_device d on d.account_id = r.account_id
 where d.device_hash = ? and d.last_seen_at > ? and (r.ended_at is null or r.ended_at > ?)
   and c.person_id in (select t.person_id from acts_for t where t.account_id = ? and t.until is null) limit 1`;

/**
 * An applicant signs in where their representative did within a day, or that of somebody for whom they act. It may well be right, a shared computer say, so nothing is refused:
 * the applicant reads of it in neutral words, and officers see it. Once a day for each account.
 */
export async function recordSharedBrowser(
  em: EntityManager,
  audit: AuditLog,
  account: Account,
  browserHash: Buffer,
  now: Date,
): Promise<void> {
  if (!account.person) return;
  const lately = after(now, -SAME_BROWSER_WITHIN);
  const [found] = await em.execute<{ account_id: string; case_file_id: string }[]>(REPRESENTATIVE_HERE, [
    browserHash,
    lately,
    lately,
    account.id,
  ]);
  if (!found || (await em.count(AuditEvent, { subject: account.id, action: 'browser.shared', at: { $gt: lately } })) > 0) return;
  audit.record(em, null, 'browser.shared', account.id, now, { representative: found.account_id }, found.case_file_id);
}

const LATELY_SHARED = `select t.person_id, max(e.at) as at from person p
  join acts_for t on t.person_id = p.id and t.until is null
  join audit_event e on e.subject = t.account_id and e.at > ? and e.action = 'browser.shared'
 where p.case_file_id = ? group by t.person_id`;

/** When it last happened lately to the account that acts for each person of a case; of other persons nothing. */
export async function lastSharedBrowsers(em: EntityManager, caseFile: string, now: Date): Promise<ReadonlyMap<string, Date>> {
  const rows = await em.execute<{ person_id: string; at: string }[]>(LATELY_SHARED, [after(now, -SHOWN_FOR), caseFile]);
  return new Map(rows.map(({ person_id, at }) => [person_id, new Date(at)]));
}
