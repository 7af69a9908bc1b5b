import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MINUTE } from '../clock.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { Outbox } from '../mail/outbox.js';
import { REPRESENTED } from './represented.js';
import { Representation } from './representation.entity.js';

/** Soon enough to help, and seldom enough that several clients at once are one mail. */
const LOOKED_AT_EVERY = 10 * MINUTE;

/**
 * Consents under which something began to wait for the client since their representative was last told: a photo came back and its return
 * stands, their card came back, who was away is asked again, or an account was made. What waited when the consent began stands on the first page they see.
 */
const DUE = `select distinct r.id from ${REPRESENTED}
  join account a on a.id = r.account_id and a.state <> 'suspended'
  join confirmation f on f.person_id = c.person_id and f.suspended_at is null
  left join photo_attempt h on h.id = f.photo_id
  left join card k on k.id = f.card_id
  left join account o on o.person_id = c.person_id
 where r.ended_at is null and (
       (h.state = 'returned' and coalesce(h.stands_at, h.decided_at) <= ? and coalesce(h.stands_at, h.decided_at) > coalesce(r.told_at, r.since))
    or (k.state = 'came_back' and f.address = 'reopened' and k.came_back_at > coalesce(r.told_at, r.since))
    or f.return_asked_at > coalesce(r.told_at, r.since)
    or (f.presence = 'not_started' and o.created_at > coalesce(r.told_at, r.since)))`;

/** Tells representatives by mail that something waits for a client, without a word of whom or what (PORTAL.md 4). */
@Injectable()
export class WaitingMails implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: TimedJobs,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.jobs.register('representatives.tell', LOOKED_AT_EVERY, (now) => this.tell(now));
  }

  /** One mail to each who is due, however many clients they have. @returns how many were told */
  async tell(now: Date): Promise<number> {
    return this.em.fork().transactional(async (em) => {
      const ids = (await em.execute<{ id: string }[]>(DUE, [now])).map(({ id }) => id);
      const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
      const due = await em.find(Representation, { id: { $in: ids }, endedAt: null }, { populate: ['account'], ...lock });
      const accounts = new Map(due.map(({ account }) => [account.id, account]));
      for (const representation of due) representation.toldAt = now;
      for (const account of accounts.values()) this.outbox.add(em, 'client-waits', account, {}, now);
      return accounts.size;
    });
  }
}
