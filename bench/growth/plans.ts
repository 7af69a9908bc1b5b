import pg from 'pg';
import type { SentStatement } from '../count-statements.js';

/** A step of a plan that reads a table. */
export interface Scan {
  /** "Index Scan", "Seq Scan"… */
  readonly kind: string;
  readonly table: string;
  /** Rows of the whole table, as PostgreSQL estimates them. */
  readonly rows: number;
}

export interface PlannedStatement {
  readonly text: string;
  readonly scans: readonly Scan[];
}

interface Step {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Step[];
}

/** The plans of these statements, with the values they were sent with. What reads no rows has none. */
export async function plansOf(statements: readonly SentStatement[], databaseUrl: string): Promise<PlannedStatement[]> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    const planned: PlannedStatement[] = [];
    for (const { text, values } of statements) {
      if (!/^\s*(select|with|insert|update|delete)\b/i.test(text)) continue;
      const { rows } = await db.query<{ 'QUERY PLAN': { Plan: Step }[] }>(`explain (format json) ${text}`, [...values]);
      const found = stepsOf(rows[0]?.['QUERY PLAN'][0]?.Plan);
      const scans: Scan[] = [];
      for (const { 'Node Type': kind, 'Relation Name': table } of found) {
        if (!table) continue;
        const size = await db.query<{ rows: number }>(
          'select greatest(reltuples, 0)::float8 "rows" from pg_class where oid = $1::regclass',
          [table],
        );
        scans.push({ kind, table, rows: size.rows[0]?.rows ?? 0 });
      }
      planned.push({ text, scans });
    }
    return planned;
  } finally {
    await db.end();
  }
}

const stepsOf = (step: Step | undefined): Step[] => (step ? [step, ...(step.Plans ?? []).flatMap(stepsOf)] : []);
