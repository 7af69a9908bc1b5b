/**
 * `npm run growth:by-month [-- --cases 200000] [--json]`: what is asked of the trail, from one table and from the same rows partitioned by
 * month, and what it takes to let go of the cases whose time is over. The grounds of a decision in the README.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../../src/database/embedded.js';
import { plansOf } from './plans.js';

/** A trail is kept until two years after its last event, so that so many months stand beside each other at the least. */
const MONTHS = 24;
const EVENTS_A_CASE = 12;
/** Between two events of a case: it takes four months from the first to the last. */
const DAYS_BETWEEN = 11;
const BEGIN = '2025-01-01 00:00Z';
const TABLES = ['whole', 'by_month'] as const;
const ROUNDS = 400;
const LEAST_CASES = 1_000;
/** Microseconds of a millisecond. */
const MICRO = 1_000;

interface Row {
  readonly name: string;
  readonly unit: string;
  readonly whole: number;
  readonly byMonth: number;
}

const QUESTIONS = [
  ['the trail of a case', 'chain', (table: string) => `select * from ${table} where chain = $1 order by position`],
  ['the newest ten of a person', 'subject', (table: string) => `select * from ${table} where subject = $1 order by at desc limit 10`],
  [
    'a person’s last hour',
    'subject',
    (table: string) =>
      `select 1 from ${table} where subject = $1 and at > timestamptz '${BEGIN}' + interval '${MONTHS} months' - interval '1 hour' limit 1`,
  ],
] as const;

const { cases: given, json } = parseArgs({
  options: { cases: { type: 'string', default: '200000' }, json: { type: 'boolean', default: false } },
}).values;
const cases = Number(given);
if (!Number.isInteger(cases) || cases < LEAST_CASES) throw new Error(`--cases takes a whole number from ${LEAST_CASES} on`);

const folder = mkdtempSync(join(tmpdir(), 'portal-by-month-'));
const server = await startPostgres({ folder: join(folder, 'postgres'), quick: true });
const db = new pg.Client({ connectionString: server.url() });
try {
  await db.connect();
  console.error(`${(cases * EVENTS_A_CASE).toLocaleString('en')} events of ${cases.toLocaleString('en')} cases, in both…`);
  await fill();
  const rows = [...(await answered()), ...(await lettingGo())];
  if (json) console.log(JSON.stringify({ cases, months: MONTHS, rows }, null, 2));
  else print(rows);
} finally {
  await db.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** In the order of time, as version 7 makes them. */
function uuidOf(what: string): string {
  return `(lpad(to_hex(c), 8, '0') || substr(md5('${what}' || c), 9))::uuid`;
}

/** Both with the indexes of the portal's own table. By month, no key can hold that a chain has each position once: the month would be in it. */
async function fill(): Promise<void> {
  const columns = 'id uuid not null, at timestamptz(3) not null, action text not null, subject uuid not null, chain uuid not null, position int not null, hash bytea not null';
  await db.query(`create table whole (${columns}); create table by_month (${columns}) partition by range (at)`);
  for (let month = 0; month < MONTHS; month++)
    await db.query(
      `do $$ begin execute format('create table month_${month} partition of by_month for values from (%L) to (%L)',
         timestamptz '${BEGIN}' + interval '${month} months', timestamptz '${BEGIN}' + interval '${month + 1} months'); end $$`,
    );
  await db.query(
    `insert into whole
       select uuidv7(), timestamptz '${BEGIN}' + c * interval '${MONTHS - 5} months' / ${cases} + e * interval '${DAYS_BETWEEN} days',
              'something.done', ${uuidOf('person')}, ${uuidOf('case')}, e, sha256(int4send(c * ${EVENTS_A_CASE} + e))
         from generate_series(0, ${cases - 1}) c, generate_series(0, ${EVENTS_A_CASE - 1}) e order by 2`,
  );
  await db.query('insert into by_month select * from whole');
  await db.query('alter table whole add primary key (id), add unique (chain, position); alter table by_month add primary key (id, at)');
  await db.query('create index on by_month (chain, position)');
  for (const table of TABLES) await db.query(`create index on ${table} (subject, at)`);
  for (const table of TABLES) await db.query(`vacuum analyze ${table}`);
}

/** Blocks of one answer, and its time as the median of many cases, both tables in turn; each is planned anew, as all of the portal's statements are (PgBouncer). */
async function answered(): Promise<Row[]> {
  const { rows: asked } = await db.query<{ chain: string; subject: string }>(
    'select chain, subject from whole where position = 0 and chain in (select chain from whole where position = 1 order by random() limit $1)',
    [ROUNDS],
  );
  const rows: Row[] = [];
  for (const [name, key, question] of QUESTIONS) {
    const blocks = { whole: 0, by_month: 0 };
    const times: Record<(typeof TABLES)[number], number[]> = { whole: [], by_month: [] };
    for (const one of asked)
      for (const table of TABLES) {
        const begun = performance.now();
        await db.query(question(table), [one[key]]);
        times[table].push((performance.now() - begun) * MICRO);
      }
    for (const table of TABLES) {
      const [planned] = await plansOf([{ text: question(table), values: [asked[0]?.[key]] }], server.url());
      blocks[table] = planned?.blocks ?? 0;
    }
    rows.push({ name, unit: 'blocks', whole: blocks.whole, byMonth: blocks.by_month });
    rows.push({ name, unit: 'µs', whole: median(times.whole), byMonth: median(times.by_month) });
  }
  return rows;
}

/** The cases that ended in the first five months go, one by one as the trail does, and vacuum runs: of these months, later ones hold events of cases that stay. */
async function lettingGo(): Promise<Row[]> {
  const took = { whole: 0, by_month: 0 };
  let gone = 0;
  for (const table of TABLES) {
    const begun = performance.now();
    const { rowCount } = await db.query(
      `delete from ${table} where chain in (select chain from ${table} where position = ${EVENTS_A_CASE - 1} and at < timestamptz '${BEGIN}' + interval '5 months')`,
    );
    gone = (rowCount ?? 0) / EVENTS_A_CASE;
    await db.query(`vacuum ${table}`);
    took[table] = (performance.now() - begun) / 1_000;
  }
  const { rows } = await db.query<{ left: number }>('select count(distinct tableoid)::int "left" from by_month');
  return [
    { name: `the ${gone.toLocaleString('en')} cases that ended first let go`, unit: 's', whole: took.whole, byMonth: took.by_month },
    { name: 'tables that hold something then', unit: '', whole: 1, byMonth: rows[0]?.left ?? 0 },
  ];
}

function print(rows: readonly Row[]): void {
  console.log('| | | one table | by month |\n| --- | --- | --- | --- |');
  const figure = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 });
  for (const { name, unit, whole, byMonth } of rows) console.log(`| ${name} | ${unit} | ${figure(whole)} | ${figure(byMonth)} |`);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}
