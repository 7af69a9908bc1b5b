import pg from 'pg';
import type { SentStatement } from '../count-statements.js';

/** A step of a plan that reads a table. */
export interface Scan {
  /** "Index Scan", "Seq Scan"… */
  readonly kind: string;
  readonly table: string;
  /** Rows of the whole table, as PostgreSQL estimates them. */
  readonly rows: number;
  /** Rows that this step looked at, whether or not they were of use. */
  readonly read: number;
}

export interface PlannedStatement {
  readonly text: string;
  readonly scans: readonly Scan[];
  /** Blocks of 8 kB that were looked at, in memory or not: the work of the database, whatever else the machine does. */
  readonly blocks: number;
}

interface Step {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Step[];
}

/** A row that is there by now: it can't be written again, and reading nothing it has no plan of interest. */
const WRITES_A_ROW = /^\s*insert\b.*\bvalues\b/is;

/** The plans of these statements, run again with the values they were sent with; nothing they write stays. What reads no rows has none. */
export async function plansOf(statements: readonly SentStatement[], databaseUrl: string): Promise<PlannedStatement[]> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    const planned: PlannedStatement[] = [];
    for (const { text, values } of statements) {
      if (!/^\s*(select|with|insert|update|delete)\b/i.test(text) || WRITES_A_ROW.test(text)) continue;
      await db.query('begin');
      const { rows } = await db.query<{ 'QUERY PLAN': { Plan: Step }[] }>(`explain (analyze, buffers, format json) ${text}`, [...values]);
      await db.query('rollback');
      const scans: Scan[] = [];
      const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
      for (const step of stepsOf(plan)) if (step['Relation Name']) scans.push(await scanOf(db, step));
      planned.push({ text, scans, blocks: (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0) });
    }
    return planned;
  } finally {
    await db.end();
  }
}

async function scanOf(db: pg.Client, step: Step): Promise<Scan> {
  const table = step['Relation Name'] ?? '';
  const size = await db.query<{ rows: number }>('select greatest(reltuples, 0)::float8 "rows" from pg_class where oid = $1::regclass', [
    table,
  ]);
  const each = step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0) + (step['Rows Removed by Index Recheck'] ?? 0);
  return { kind: step['Node Type'], table, rows: size.rows[0]?.rows ?? 0, read: Math.round(each * step['Actual Loops']) };
}

const stepsOf = (step: Step | undefined): Step[] => (step ? [step, ...(step.Plans ?? []).flatMap(stepsOf)] : []);
