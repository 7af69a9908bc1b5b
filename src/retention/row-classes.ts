import type pg from 'pg';
import { after } from '../clock.js';
import type { RowClass } from './row-class.js';

/** Rows a transaction. */
const BATCH = 500;

type Asked = Pick<pg.Pool, 'query'>;

/** How many rows of a class are due. */
export async function countDue(pool: Asked, rowClass: RowClass, now: Date): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(`select count(*) as count from "${rowClass.table}" r where ${dueIn(rowClass)}`, [
    after(now, -rowClass.keep),
  ]);
  return Number(rows[0]?.count ?? 0);
}

/** Empties or removes what is due, a few at a time; rows that somebody holds are left for the next run. Says how many. */
export async function purgeDue(pool: Asked, rowClass: RowClass, now: Date, signal?: AbortSignal): Promise<number> {
  const { table, wipe } = rowClass;
  const due = `select r.ctid from "${table}" r where ${dueIn(rowClass)} limit ${BATCH} for update of r skip locked`;
  const purge = wipe
    ? `update "${table}" set ${wipe} where ctid = any(array(${due}))`
    : `delete from "${table}" where ctid = any(array(${due}))`;
  for (let sum = 0; ; ) {
    const { rowCount } = await pool.query(purge, [after(now, -rowClass.keep)]);
    sum += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH || signal?.aborted) return sum;
  }
}

function dueIn({ since, only, caseFile }: RowClass): string {
  const moment = since.includes('(') ? since : `r."${since}"`;
  const held = caseFile && `not exists (select from legal_hold h where h.ended_at is null and h.case_file_id = ${caseFile})`;
  return [`${moment} <= $1::timestamptz`, only && `(${only})`, held].filter(Boolean).join(' and ');
}
