import { dayOf } from '../language/formats.js';
import { COUNT_LIMIT, QUEUE_KINDS, QUEUE_ROWS, type QueueFilter } from './queue.filter.js';
import { hasDueDay, MOMENT, momentOf, sourcesOf } from './queue.sources.js';

/** The language of the case; of the account, where there is no person. Looked up row by row: a join would read every person first. */
const SPEAKS = `coalesce((select f.language from person p join case_file f on f.id = p.case_file_id where p.id = s.person_id),
                         (select a.language from account a where a.id = s.account_id)) = ?`;

const ORDER = 'turn, since, target';

type Params = (string | number)[];

/**
 * Counts and rows in one statement. Each source gives at most what can be shown or counted, so that the cost does not grow with the
 * queue.
 * @param ofStaff whether what waits about officers' own accounts is among it
 * @param now a card whose due day is before this day is late (S12)
 */
export function queueSql(filter: QueueFilter, ofStaff: boolean, now: Date): { sql: string; params: Params } {
  const params = momentOf(now);
  const counted = (sources: readonly string[], late: boolean): string => {
    const limited = sources.map((source) => {
      if (late) params.push(dayOf(now));
      if (filter.language) params.push(filter.language);
      const conditions = [...(late ? ['due_on < ?::date'] : []), ...(filter.language ? [SPEAKS] : [])];
      return `(select from (${source}) s ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''} limit ${COUNT_LIMIT + 1})`;
    });
    return limited.length > 0 ? `(select count(*)::int from (${limited.join(' union all ')}) t)` : '0';
  };
  // what is late is counted by itself: among the first thousand that wait there may be none of it
  const counts = QUEUE_KINDS.map((name) => {
    const sources = sourcesOf(name, ofStaff);
    return `select '${name}' kind, ${counted(sources, false)} total, ${counted(sources.filter(hasDueDay), true)} late`;
  });
  const rows = rowsOf(filter, ofStaff, now);
  const sql = `
    with ${MOMENT}, counted as (${counts.join(' union all ')}), waiting as (${rows.waiting})
    select (select json_agg(counted) from counted)::text counts, (${rows.asJson})::text rows,
           (select count(*)::int from (select from confirmation where return_asked_at is not null and suspended_at is null limit ${COUNT_LIMIT + 1}) r) due_back`;
  return { sql, params: [...params, ...rows.params] };
}

/** The rows alone: where "Next" begins to look. */
export function queueRowsSql(filter: QueueFilter, ofStaff: boolean, now: Date): { sql: string; params: Params } {
  const { waiting, asJson, params } = rowsOf(filter, ofStaff, now);
  return { sql: `with ${MOMENT}, waiting as (${waiting}) select (${asJson})::text rows`, params: [...momentOf(now), ...params] };
}

function rowsOf(
  { kind, overdue, language, after }: QueueFilter,
  ofStaff: boolean,
  now: Date,
): { waiting: string; asJson: string; params: Params } {
  const params: Params = [];
  const rows = (kind ? [kind] : QUEUE_KINDS).flatMap((name) =>
    sourcesOf(name, ofStaff).map((source) => {
      const conditions: string[] = [];
      if (language) {
        conditions.push(SPEAKS);
        params.push(language);
      }
      if (overdue) {
        conditions.push('due_on < ?::date');
        params.push(dayOf(now));
      }
      if (after) {
        conditions.push('(turn, since, target) > (?, ?::timestamptz, ?::uuid)');
        params.push(after.turn, new Date(after.since).toISOString(), after.target);
      }
      const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
      return `(select '${name}' kind, s.* from (${source}) s ${where} order by ${ORDER} limit ${QUEUE_ROWS + 1})`;
    }),
  );
  // the case, who has it, and who recorded a declaration on paper are asked for what is shown only
  const asJson = `select json_agg(json_build_object('kind', w.kind, 'task', w.task, 'personId', w.person_id, 'accountId', w.account_id, 'target', w.target,
              'since', floor(extract(epoch from w.since) * 1000), 'dueOn', w.due_on, 'turn', w.turn, 'caseId', p.case_file_id,
              'claimedBy', c.account_id, 'claimedUntil', floor(extract(epoch from c.until) * 1000), 'recordedBy', case when w.task = 'verifyPresence' then
              (select d.recorded_by from paper_declaration d where d.person_id = w.person_id and d.recorded_at = w.since and d.struck_at is null limit 1) end) order by w.turn, w.since, w.target)
        from waiting w
        left join person p on p.id = w.person_id
        left join file_claim c on c.case_file_id = p.case_file_id and c.until > ?`;
  params.push(now.toISOString());
  return { waiting: `select * from (${rows.join(' union all ')}) w order by ${ORDER} limit ${QUEUE_ROWS + 1}`, asJson, params };
}
