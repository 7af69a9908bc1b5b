import { dayOf } from '../language/formats.js';
import { COUNT_LIMIT, LOOKED_AT, QUEUE_KINDS, QUEUE_ROWS, type QueueFilter } from './queue.filter.js';
import { hasDueDay, MOMENT, momentOf, sourcesOf } from './queue.sources.js';

/** The language of the case; of the account, where there is no person. Looked up row by row: a join would read every person first. */
const SPEAKS = `coalesce((select f.language from person p join case_file f on f.id = p.case_file_id where p.id = s.person_id),
                         (select a.language from account a where a.id = s.account_id)) = ?`;

const ORDER = 'turn, since, target';
const MILLISECONDS = 'floor(extract(epoch from w.since) * 1000)';

type Params = (string | number)[];

/**
 * Counts and rows in one statement. Each source gives at most what can be shown or counted, so that the cost does not grow with the
 * queue.
 * @param ofStaff whether what waits about officers' own accounts is among it
 * @param now a card whose due day is before this day is late (S12)
 */
export function queueSql(filter: QueueFilter, ofStaff: boolean, now: Date): { sql: string; params: Params } {
  const params = momentOf(now);
  const found = (source: string, late: boolean): string => {
    if (filter.language) params.push(filter.language);
    if (late) params.push(dayOf(now));
    const where = late ? 'where due_on < ?::date' : '';
    // in the order of an index of what waits: read in any order, a table of much that waited once would be read through
    const order = late ? '' : `order by ${ORDER}`;
    return filter.language
      ? `(select count(*) filter (where ${SPEAKS}) found, count(*) > ${LOOKED_AT} more
            from (select * from (${source}) s ${where} order by ${ORDER} limit ${LOOKED_AT + 1}) s)`
      : `(select count(*) found, count(*) > ${COUNT_LIMIT} more from (select from (${source}) s ${where} ${order} limit ${COUNT_LIMIT + 1}) s)`;
  };
  // what is late is counted by itself: among the first thousand that wait there may be none of it
  const counts = QUEUE_KINDS.flatMap((name) =>
    [false, true].map((late) => {
      const sources = sourcesOf(name, ofStaff).filter((source) => !late || hasDueDay(source));
      const each = sources.map((source) => found(source, late)).join(' union all ');
      return sources.length > 0 ? `select '${name}' kind, ${late} late, sum(found)::int number, bool_or(more) more from (${each}) f` : [];
    }),
  );
  const rows = rowsOf(filter, ofStaff, now);
  const sql = `
    with ${MOMENT}, counted as (${counts.flat().join(' union all ')}), ${rows.waiting}
    select (select json_agg(counted) from counted)::text counts, ${rows.read},
           (select count(*)::int from (select from confirmation where return_asked_at is not null and suspended_at is null limit ${COUNT_LIMIT + 1}) r) due_back`;
  return { sql, params: [...params, ...rows.params] };
}

/** The rows alone: where "Next" begins to look. */
export function queueRowsSql(filter: QueueFilter, ofStaff: boolean, now: Date): { sql: string; params: Params } {
  const { waiting, read, params } = rowsOf(filter, ofStaff, now);
  return { sql: `with ${MOMENT}, ${waiting} select ${read}`, params: [...momentOf(now), ...params] };
}

/** Of a language, rows behind the last that a source was looked at for are left to the next page: there may be others before them. */
const SPOKEN = `told as (select s.*, row_number() over (partition by source order by ${ORDER}) n, count(*) over (partition by source) many from seen s),
    horizon as (select turn, since, target from told where n = ${LOOKED_AT} and many > ${LOOKED_AT} order by ${ORDER} limit 1),
    waiting as (select s.* from told s where ${SPEAKS}
                   and not exists (select from horizon h where (s.turn, s.since, s.target) > (h.turn, h.since, h.target)) order by ${ORDER} limit ${QUEUE_ROWS + 1})`;
const EVERYBODY = `horizon as (select null::int turn, null::timestamptz since, null::uuid target where false),
    waiting as (select * from seen order by ${ORDER} limit ${QUEUE_ROWS + 1})`;

function rowsOf(
  { kind, overdue, language, after }: QueueFilter,
  ofStaff: boolean,
  now: Date,
): { waiting: string; read: string; params: Params } {
  const params: Params = [];
  const sources = (kind ? [kind] : QUEUE_KINDS).flatMap((name) => sourcesOf(name, ofStaff).map((source) => ({ name, source })));
  const rows = sources.map(({ name, source }, index) => {
    const conditions: string[] = [];
    if (overdue) {
      conditions.push('due_on < ?::date');
      params.push(dayOf(now));
    }
    if (after) {
      conditions.push('(turn, since, target) > (?, ?::timestamptz, ?::uuid)');
      params.push(after.turn, new Date(after.since).toISOString(), after.target);
    }
    const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
    return `(select '${name}' kind, ${index} source, s.* from (${source}) s ${where} order by ${ORDER} limit ${(language ? LOOKED_AT : QUEUE_ROWS) + 1})`;
  });
  if (language) params.push(language);
  // the case, who has it, and who recorded a declaration on paper are asked for what is shown only
  const asJson = `select json_agg(json_build_object('kind', w.kind, 'task', w.task, 'personId', w.person_id, 'accountId', w.account_id, 'target', w.target,
              'since', ${MILLISECONDS}, 'dueOn', w.due_on, 'turn', w.turn, 'caseId', p.case_file_id,
              'claimedBy', c.account_id, 'claimedUntil', floor(extract(epoch from c.until) * 1000), 'recordedBy', case when w.task = 'verifyPresence' then
              (select d.recorded_by from paper_declaration d where d.person_id = w.person_id and d.recorded_at = w.since and d.struck_at is null limit 1) end) order by w.turn, w.since, w.target)
        from waiting w
        left join person p on p.id = w.person_id
        left join file_claim c on c.case_file_id = p.case_file_id and c.until > ?`;
  params.push(now.toISOString());
  return {
    waiting: `seen as (${rows.join(' union all ')}), ${language ? SPOKEN : EVERYBODY}`,
    read: `(${asJson})::text rows, (select json_build_object('turn', turn, 'since', ${MILLISECONDS}, 'target', target) from horizon w)::text horizon`,
    params,
  };
}
