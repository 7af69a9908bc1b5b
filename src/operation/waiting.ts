import type { EntityManager } from '@mikro-orm/postgresql';
import { QUEUE_KINDS } from '../admin/queue.filter.js';
import { MOMENT, momentOf, sourcesOf } from '../admin/queue.sources.js';
import { URGENCY } from '../mail/urgency.js';

/** How long something has waited that somebody should have done by now. */
export interface Waiting {
  readonly of: 'queue' | 'mail' | 'job';
  readonly kind: string;
  readonly seconds: number;
}

/** The first of each source, by the indexes in which the officers' queue is read: the same cost however much waits. */
const FIRST_OF_QUEUES = QUEUE_KINDS.flatMap((kind) =>
  sourcesOf(kind, true).map((source) => `(select '${kind}' kind, since from (${source}) s order by turn, since, target limit 1)`),
).join(' union all ');

const FIRST_OF_MAILS = Object.entries(URGENCY)
  .map(([kind, urgency]) => `select '${kind}' kind, (select min(not_before) from outbox_message where urgency = ${urgency}) since`)
  .join(' union all ');

const WAITING = `
  with ${MOMENT},
       waiting as (select 'queue' of, kind, min(since) since from (${FIRST_OF_QUEUES}) q group by kind
                   union all select 'mail', kind, since from (${FIRST_OF_MAILS}) m
                   union all select 'job', name, ran_at from job_lease)
  select of, kind, greatest(0, extract(epoch from now - since))::float8 seconds from waiting, moment where since is not null`;

/** Of each kind the one that comes first, in one statement; what is due later counts as 0. */
export const readWaiting = (em: EntityManager, now: Date): Promise<Waiting[]> => em.execute<Waiting[]>(WAITING, momentOf(now));
