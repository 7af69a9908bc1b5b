import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ActsFor } from '../accounts/acts-for.entity.js';
import { readerOf } from '../accounts/reader-of.js';
import { AuditLog } from '../audit/audit-log.js';
import { HOUR } from '../clock.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { inPages } from '../database/in-pages.js';
import { dayOf } from '../language/formats.js';
import { Outbox } from '../mail/outbox.js';
import { aboutPerson } from '../mail/about-person.js';
import { Confirmation } from './confirmation.entity.js';

/** Persons asked in one look at the list. */
const BATCH = 50;

/** Asks people who were away whether they are back, the day after the one they had told (S2c). */
@Injectable()
export class Returns implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: TimedJobs,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.jobs.register('returns.ask', HOUR, (now, signal) => this.ask(now, signal));
  }

  /** Each person in a transaction of their own; somebody whose answer changed meanwhile is left alone. @returns how many were asked */
  async ask(now: Date, signal: AbortSignal = new AbortController().signal): Promise<number> {
    let asked = 0;
    const page = (last: string) =>
      this.em.fork().find(Confirmation, { ...dueOn(now), id: { $gt: last } }, { limit: BATCH, orderBy: { id: 'asc' }, fields: ['id'] });
    for await (const { id } of inPages(BATCH, page)) {
      if (signal.aborted) break;
      asked += Number(await this.#askOne(this.em.fork(), id, now));
    }
    return asked;
  }

  #askOne(em: EntityManager, id: string, now: Date): Promise<boolean> {
    return em.transactional(
      async (one) => {
        const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
        const confirmation = await one.findOne(Confirmation, { id, ...dueOn(now) }, { populate: ['person.caseFile'], ...lock });
        if (!confirmation) return false;
        confirmation.askAgain(now);
        const { person } = confirmation;
        this.audit.record(one, null, 'presence.asked_again', person.id, now, {}, person.caseFile.id);
        // while nobody can answer for them, officers alone see it
        if ((await one.count(ActsFor, { person, until: null })) === 0) return true;
        this.outbox.add(one, 'return-asked', await readerOf(one, person), aboutPerson(person), now);
        return true;
      },
      { clear: true },
    );
  }
}

/** Whoever is suspended is asked once the file goes on. */
const dueOn = (now: Date) => ({ presence: 'abroad' as const, returnOn: { $lt: dayOf(now) }, suspendedAt: null });
