import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { readerOf } from '../accounts/reader-of.js';
import { AuditLog } from '../audit/audit-log.js';
import { after, DAY, HOUR } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { ECOPR_DAYS } from '../confirmation/confirmation.rules.js';
import { missing } from '../confirmation/lane-facts.js';
import { inPages } from '../database/in-pages.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { Outbox } from '../mail/outbox.js';
import { downloadableUntil } from './residence-records.js';
import { ResidenceRecord } from './residence-record.entity.js';
import { aboutPerson } from '../mail/about-person.js';
import { reminderAfter } from './residence.rules.js';

/** Records in one look at the list. */
const BATCH = 50;

/**
 * Tells people before their 180 days are over: that address or photo is missing, after which the card is applied for elsewhere (IRPR
 * s. 58), and that the eCOPR was never downloaded. Twice at most, and nobody whose file is suspended.
 */
@Injectable()
export class RecordReminders implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: TimedJobs,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.jobs.register('records.remind', HOUR, (now, signal) => this.remind(now, signal));
  }

  /** Each record in a transaction of its own. @returns how many mails were written */
  async remind(now: Date, signal: AbortSignal = new AbortController().signal): Promise<number> {
    let written = 0;
    const page = (last: string) =>
      this.em.fork().find(ResidenceRecord, { ...dueAt(now), id: { $gt: last } }, { limit: BATCH, orderBy: { id: 'asc' }, fields: ['id'] });
    for await (const { id } of inPages(BATCH, page)) {
      if (signal.aborted) break;
      written += await this.#remindOf(this.em.fork(), id, now);
    }
    return written;
  }

  #remindOf(em: EntityManager, id: string, now: Date): Promise<number> {
    return em.transactional(
      async (one) => {
        const record = await one.findOne(
          ResidenceRecord,
          { id, ...dueAt(now) },
          { populate: ['person.caseFile'], lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' },
        );
        if (!record) return 0;
        record.remindAt = reminderAfter(record.issuedAt, now);
        const confirmation = await one.findOne(Confirmation, { person: record.person.id }, { populate: ['photo', 'card'] });
        if (!confirmation || confirmation.suspendedAt || record.replacedAt) return 0;
        const { person } = record;
        const about = aboutPerson(person);
        const tell = async (mail: 'time-runs-out' | 'ecopr-waits', endsAt: Date): Promise<number> => {
          if (endsAt <= now) return 0; // the portal was down over the end: what was left to do is not here any more
          this.audit.record(one, null, 'ecopr.reminded', person.id, now, { mail }, person.caseFile.id);
          this.outbox.add(one, mail, await readerOf(one, person), { ...about, endsAt: endsAt.toISOString() }, now);
          return 1;
        };
        const ends = after(confirmation.residenceConfirmedAt ?? record.issuedAt, ECOPR_DAYS * DAY);
        let written = 0;
        if (!confirmation.card && missing(confirmation).length > 0) written += await tell('time-runs-out', ends);
        if (record.downloads === 0) written += await tell('ecopr-waits', downloadableUntil(record));
        return written;
      },
      { clear: true },
    );
  }
}

const dueAt = (now: Date) => ({ remindAt: { $lte: now } });
