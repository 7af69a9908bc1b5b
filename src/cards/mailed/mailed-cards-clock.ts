import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.js';
import { HOUR } from '../../clock.js';
import { Card } from '../card.entity.js';
import { Confirmation } from '../../confirmation/confirmation.entity.js';
import { inPages } from '../../database/in-pages.js';
import { TimedJobs } from '../../jobs/timed-jobs.js';
import { dayOf } from '../../language/formats.js';

/** Cards in one look at the list. */
const BATCH = 50;

/**
 * What the days do to a mailed card: after 42 it is presumed to have arrived, after 180 nothing happens to it here any more; nor to one that
 * came back and nobody asked for in 180 days (PORTAL.md 3, 6.16). A suspended file waits.
 */
@Injectable()
export class MailedCardsClock implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: TimedJobs,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.jobs.register('cards.end', HOUR, (now, signal) => this.end(now, signal));
  }

  /** Each card in a transaction of its own. @returns how many moved on */
  async end(now: Date, signal: AbortSignal = new AbortController().signal): Promise<number> {
    let moved = 0;
    const due = { endsOn: { $lte: dayOf(now) } };
    const page = (last: string) =>
      this.em.fork().find(Card, { ...due, id: { $gt: last } }, { limit: BATCH, orderBy: { id: 'asc' }, fields: ['person'] });
    for await (const { person } of inPages(BATCH, page)) {
      if (signal.aborted) break;
      moved += Number(await this.#endOne(this.em.fork(), person.id, now));
    }
    return moved;
  }

  #endOne(em: EntityManager, person: string, now: Date): Promise<boolean> {
    return em.transactional(
      async (one) => {
        const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
        const confirmation = await one.findOne(
          Confirmation,
          { person, suspendedAt: null },
          { populate: ['person.caseFile', 'card'], ...lock },
        );
        if (!confirmation?.card?.endsOn || confirmation.card.endsOn > dayOf(now)) return false;
        const { card } = confirmation;
        const presumed = card.state === 'mailed';
        if (presumed) card.presumeDelivered();
        else confirmation.closeCard();
        const action = presumed ? 'card.presumed_delivered' : 'card.closed';
        this.audit.record(one, null, action, person, now, { card: card.id }, confirmation.person.caseFile.id);
        return true;
      },
      { clear: true },
    );
  }
}
