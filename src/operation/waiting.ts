import type { EntityManager } from '@mikro-orm/postgresql';
import { QUEUE_KINDS } from '../admin/queue.filter.js';
import { MOMENT, momentOf, sourcesOf } from '../admin/queue.sources.js';
import { URGENCY } from '../mail/urgency.js';
import { MOST_COUNTED } from './operation.rules.js';

/** How long something has waited that somebody should have done by now, in seconds; of mails also how many. */
export interface Waiting {
  readonly of: 'queue' | 'mail' | 'mailsWaiting' | 'mailsGivenUp' | 'job';
  readonly kind: string;
  readonly value: number;
}

/** The first of each source, by the indexes in which the officers' queue is read: the same cost however much waits. */
const FIRST_OF_QUEUES = QUEUE_KINDS.flatMap((kind) =>
  sourcesOf(kind, true).map((source) => `(select '${kind}' kind, since from (${source}) s order by turn, since, target limit 1)`),
).join(' union all ');

/**
 * Mails that wait, by the index in which the mailer finds them. What has not failed waits since it was due, which may be later than it was written;
 * what has, since it was written: each failed try moves the next one away. Of more than are counted the last to be tried again are looked at,
 * which are the oldest of those that fail; and the first to be due in any case.
 */
const WAITING_MAILS = Object.entries(URGENCY)
  .map(
    ([kind, urgency]) => `
      (select '${kind}' kind, count(*) most, least(min(since), (select min(not_before) from outbox_message where urgency = ${urgency})) since
         from (select case when attempts > 0 then created_at else not_before end since
                 from outbox_message
                where urgency = ${urgency} and not_before is not null and (attempts > 0 or not_before <= (select now from moment))
                order by not_before desc limit ${MOST_COUNTED}) o)`,
  )
  .join(' union all ');

/** In a day, by the index of those that failed for good. */
const GIVEN_UP_MAILS = `
  select kind, count(urgency) most
    from (values ${Object.entries(URGENCY)
      .map(([kind, urgency]) => `('${kind}', ${urgency})`)
      .join(', ')}) known (kind, of_urgency)
    left join (select urgency from outbox_message where failed_at > (select now from moment) - interval '1 day' limit ${MOST_COUNTED}) o
           on urgency = of_urgency
   group by kind`;

const WAITING = `
  with ${MOMENT},
       mails as (${WAITING_MAILS}),
       waiting as (select 'queue' of, kind, min(since) since from (${FIRST_OF_QUEUES}) q group by kind
                   union all select 'mail', kind, since from mails
                   union all select 'job', name, ran_at from job_lease)
  select of, kind, greatest(0, extract(epoch from now - since))::float8 value from waiting, moment where since is not null
   union all select 'mailsWaiting', kind, most::float8 from mails
   union all select 'mailsGivenUp', kind, most::float8 from (${GIVEN_UP_MAILS}) g`;

/** Of each kind the one that comes first, and how many mails, in one statement; what is due later counts as 0. */
export const readWaiting = (em: EntityManager, now: Date): Promise<Waiting[]> => em.execute<Waiting[]>(WAITING, momentOf(now));
