import { MOMENT, momentOf, sourcesOf } from '../admin/queue.sources.js';
import { QUEUE_KINDS } from '../admin/queue.filter.js';
import { TIME_ZONE } from '../language/formats.js';
import { bandOf } from './band.sql.js';
import { AGES } from './report.rules.js';

/** Everything that waits for officers, of cases and of their own accounts, by the queue's own conditions. */
const WAITING = QUEUE_KINDS.flatMap((kind) =>
  sourcesOf(kind, true).map((source) => `select '${kind}' kind, s.since from (${source}) s`),
).join(' union all ');

/** Writes how many wait in each queue, by age in days, and how old the oldest is, as figures of today. */
export const COUNT_WAITING = `
  with ${MOMENT},
       aged as materialized (select kind, greatest(0, ?::date - (since at time zone '${TIME_ZONE}')::date) days from (${WAITING}) w where since is not null)
  insert into report_figure (day, figure, part, count)
  select ?::date, 'waiting', kind || '/' || ${bandOf('days', AGES)}, count(*)::int from aged group by 3
  union all
  select ?::date, 'waiting_oldest', kind, max(days) from aged group by kind having max(days) > 0`;

export const waitingParams = (now: Date, today: string) => [...momentOf(now), today, today, today];
