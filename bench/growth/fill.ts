import pg from 'pg';
import { DAY } from '../../src/clock.js';
import { normalApplicationNumber } from '../../src/privacy/normalise.js';
import { Vault } from '../../src/privacy/vault.js';
import type { Secrets } from '../../src/secrets.js';
import { copyStatements } from './copies.js';
import { PlausiblePeople } from './plausible-people.js';
import { layAside, type SeededCase, seededCases } from './seeded-cases.js';

const BATCH = 2_000;
/** Of a hundred cases so many are over: their cards are in the mail since up to a year; the others wait since up to a fortnight. */
const OVER_PERCENT = 70;
const OVER_SINCE = 365 * DAY;
const WAITS_SINCE = 14 * DAY;

/**
 * Fills a seeded database with copies of the sample people's cases, `cases` in all, under names, numbers and days of their own. Written past
 * the services, by the role that owns the tables: chains of the trail in the copies do not verify.
 * @throws Error on a database that holds no sample people
 */
export async function fill(ownerUrl: string, secrets: Secrets, cases: number, say: (line: string) => void): Promise<void> {
  const db = new pg.Client({ connectionString: ownerUrl });
  await db.connect();
  try {
    const vault = new Vault(secrets);
    const people = new PlausiblePeople(vault);
    const seeded = await seededCases(db, vault);
    if (seeded.length === 0) throw new Error('there are no sample people to copy');
    const tables = await layAside(db);
    await db.query('create table copy_address (n int primary key, home bytea)');
    const addresses = people.addresses();
    await db.query(`insert into copy_address select n - 1, home from unnest($1::bytea[]) with ordinality s (home, n)`, [
      addresses.map(({ home }) => home),
    ]);
    await db.query('create table copy_case (k int, seeded_case uuid, back bigint, number bytea, number_index bytea, address int)');
    await db.query('create table copy_person (k int, person uuid, facts bytea, uci_index bytea)');
    const statements = await copyStatements(db, tables);
    await db.query('set synchronous_commit = off');
    await eachTable(db, tables, 'disable trigger user');
    const begun = performance.now();
    for (let k = seeded.length; k < cases; k += BATCH) {
      await db.query('begin');
      const words = await prepare(db, vault, people, seeded, addresses, k, Math.min(BATCH, cases - k));
      for (const statement of statements) await db.query(statement);
      await writeWords(db, words);
      await db.query('commit');
      if ((k / BATCH) % 20 < 1) say(`  ${k.toLocaleString('en')} cases, ${Math.round((performance.now() - begun) / 1000)} s`);
    }
    await eachTable(db, tables, 'enable trigger user');
    await db.query(`drop table growth_id, copy_case, copy_person, copy_address, ${tables.map((table) => `growth_${table}`).join(', ')}`);
    await db.query('drop function copy_of');
    say('  tables are vacuumed…');
    await db.query('vacuum analyze');
  } finally {
    await db.end();
  }
}

interface Words {
  readonly names: { readonly word: Buffer; readonly k: number; readonly person: string; readonly back: number }[];
  readonly addresses: { readonly word: Buffer; readonly k: number; readonly person: string; readonly back: number }[];
}

async function prepare(
  db: pg.Client,
  vault: Vault,
  people: PlausiblePeople,
  seeded: readonly SeededCase[],
  addresses: ReturnType<PlausiblePeople['addresses']>,
  from: number,
  count: number,
): Promise<Words> {
  const [over, waiting] = [seeded.filter((one) => one.over), seeded.filter((one) => !one.over)];
  const copies: { k: number; of: SeededCase; back: number; number: string; address: number }[] = [];
  const persons: { k: number; person: string; facts: Buffer; uciIndex: Buffer }[] = [];
  const words: Words = { names: [], addresses: [] };
  for (let k = from; k < from + count; k++) {
    const isOver = k % 100 < OVER_PERCENT;
    const among = isOver ? over : waiting;
    const of = among[k % among.length] as SeededCase;
    // spread evenly, in no order: neighbours in the table are not neighbours in time
    const back = Math.floor(((k * 0.618034) % 1) * (isOver ? OVER_SINCE : WAITS_SINCE));
    const address = k % addresses.length;
    copies.push({ k, of, back, number: `E9${String(k).padStart(8, '0')}`, address });
    const familyName = people.familyName(of.language);
    for (const { id, facts } of of.persons) {
      const sealed = people.member(of.language, familyName, facts);
      persons.push({ k, person: id, facts: sealed.facts, uciIndex: sealed.uciIndex });
      for (const word of sealed.words) words.names.push({ word, k, person: id, back });
      if (isOver) for (const word of addresses[address]?.words ?? []) words.addresses.push({ word, k, person: id, back });
    }
  }
  await db.query('truncate copy_case, copy_person');
  await db.query(`insert into copy_case select * from unnest($1::int[], $2::uuid[], $3::bigint[], $4::bytea[], $5::bytea[], $6::int[])`, [
    copies.map(({ k }) => k),
    copies.map(({ of }) => of.id),
    copies.map(({ back }) => back),
    copies.map(({ number }) => vault.seal(JSON.stringify(normalApplicationNumber(number)), 'case_file.application_number')),
    copies.map(({ number }) => vault.index('application-number', normalApplicationNumber(number))),
    copies.map(({ address }) => address),
  ]);
  await db.query(`insert into copy_person select * from unnest($1::int[], $2::uuid[], $3::bytea[], $4::bytea[])`, [
    persons.map(({ k }) => k),
    persons.map(({ person }) => person),
    persons.map(({ facts }) => facts),
    persons.map(({ uciIndex }) => uciIndex),
  ]);
  await db.query('analyze copy_case');
  return words;
}

async function writeWords(db: pg.Client, { names, addresses }: Words): Promise<void> {
  for (const [table, rows] of [
    ['search_word', names],
    ['address_word', addresses],
  ] as const) {
    await db.query(
      `insert into ${table} (word, person_id)
       select word, copy_of(person, k, back) from unnest($1::bytea[], $2::int[], $3::uuid[], $4::bigint[]) s (word, k, person, back)
       on conflict do nothing`,
      [rows.map(({ word }) => word), rows.map(({ k }) => k), rows.map(({ person }) => person), rows.map(({ back }) => back)],
    );
  }
}

async function eachTable(db: pg.Client, tables: readonly string[], act: string): Promise<void> {
  for (const table of [...tables, 'search_word', 'address_word']) await db.query(`alter table ${table} ${act}`);
}
