import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { after, HOUR } from '../clock.js';
import { notSuspended } from '../confirmation/suspended.sql.js';
import { inPages } from '../database/in-pages.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { Outbox } from '../mail/outbox.js';
import { Account } from './account.entity.js';
import { accountReader } from './account-reader.js';
import { EXPIRY_TOLD } from './password.rules.js';

/** Accounts in one look at the list. */
const BATCH = 50;

/**
 * Applicants whose temporary password ends soon and who have neither used it nor asked for another one: those who were not told since
 * the last of the moments that are due. Which mails went is known from the outbox, for longer than a temporary password lasts. No
 * automatic mail goes to a suspended file (PORTAL.md 6.19).
 */
const DUE = `select a.id from account a
  where a.kind = 'applicant' and a.state = 'temporary' and a.id > ?
    and a.temporary_password_ends_at > ? and a.temporary_password_ends_at <= ?
    and not exists (select from password_request q where q.account_id = a.id and q.closed_at is null)
    and ${notSuspended('a')}
    and not exists (select from outbox_message o where o.about_person = a.person_id and o.template = 'temporary-password-expiring'
                       and o.created_at >= a.temporary_password_ends_at - case when a.temporary_password_ends_at <= ?
                           then ?::int * interval '1 millisecond' else ?::int * interval '1 millisecond' end)
  order by a.id limit ?`;

/** Says in time that a temporary password ends: 7 days before, and 1 day (PORTAL.md 4). */
@Injectable()
export class ExpiringPasswords implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: TimedJobs,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.jobs.register('passwords.expiring', HOUR, (now, signal) => this.tell(now, signal));
  }

  /** Each in a transaction of its own. @returns how many were told */
  async tell(now: Date, signal?: AbortSignal): Promise<number> {
    const [early, late] = EXPIRY_TOLD;
    let told = 0;
    const page = (last: string) =>
      this.em.fork().execute<{ id: string }[]>(DUE, [last, now, after(now, early), after(now, late), late, early, BATCH]);
    for await (const { id } of inPages(BATCH, page)) {
      if (signal?.aborted) break;
      told += Number(await this.#one(this.em.fork(), id, now));
    }
    return told;
  }

  /** One that was used or replaced meanwhile is left alone. */
  #one(em: EntityManager, id: string, now: Date): Promise<boolean> {
    return em.transactional(
      async (one) => {
        const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in', populate: ['person.caseFile'] } as const;
        const account = await one.findOne(Account, { id }, lock);
        const endsAt = account?.temporaryPasswordEndsAt;
        if (!account?.temporaryPasswordWorks(now) || !endsAt || endsAt > after(now, EXPIRY_TOLD[0])) return false;
        const payload = { endsAt: endsAt.toISOString() };
        this.outbox.add(one, 'temporary-password-expiring', await accountReader(one, account), payload, now);
        this.audit.record(one, null, 'password.expiry_told', account.id, now, {}, account.person?.caseFile.id ?? null);
        return true;
      },
      { clear: true },
    );
  }
}
