import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { after, Clock, HOUR } from '../clock.js';

/** A second look within this time is not told again. */
export const VIEW_IS_TOLD_EVERY = HOUR;

/**
 * That somebody looked at a case is recorded, and the applicant reads it (PORTAL.md 5): once an hour for each who looks. It is the named
 * exception to "GET changes no record".
 */
@Injectable()
export class CaseViews {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @param subject the person whose file it is, where it was not the whole case */
  async record(actor: Actor, caseFile: string, subject = caseFile): Promise<void> {
    const now = this.clock.now();
    if (await this.#isTold(this.em, actor, subject, now)) return;
    await this.em.fork().transactional(async (em) => {
      // two windows at once are one look
      await em.execute('select pg_advisory_xact_lock(hashtext(?))', [`view ${actor.accountId} ${subject}`]);
      if (await this.#isTold(em, actor, subject, now)) return;
      this.audit.record(em, actor, 'case.viewed', subject, now, {}, caseFile);
    });
  }

  /** A representative sees all clients on one page; who named them reads of it, and no other adult of their family. One look at all that was told. */
  async recordClients(representative: Actor<'representative'>): Promise<void> {
    const rows = await this.em.execute<{ case_file_id: string; person_id: string }[]>(
      `select r.case_file_id, r.person_id from representation r
        where r.account_id = ? and r.ended_at is null
          and not exists (select from audit_event e where e.subject = r.person_id and e.at > ? and e.action = 'case.viewed' and e.actor_account = r.account_id)`,
      [representative.accountId, after(this.clock.now(), -VIEW_IS_TOLD_EVERY)],
    );
    for (const row of rows) await this.record(representative, row.case_file_id, row.person_id);
  }

  async #isTold(em: EntityManager, actor: Actor, subject: string, now: Date): Promise<boolean> {
    const rows = await em.execute<unknown[]>(
      `select 1 from audit_event where subject = ? and at > ? and action = 'case.viewed' and actor_account = ? limit 1`,
      [subject, after(now, -VIEW_IS_TOLD_EVERY), actor.accountId],
    );
    return rows.length > 0;
  }
}
