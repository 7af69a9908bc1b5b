import pg from 'pg';
import { Vault } from '../../src/privacy/vault.js';
import type { Secrets } from '../../src/secrets.js';
import { type Batch, Batches } from './batches.js';
import { copyStatements } from './copies.js';
import { PlausiblePeople } from './plausible-people.js';
import { layAside, seededCases } from './seeded-cases.js';
import { layShared } from './shared-work.js';
import { withoutIndexes } from './without-indexes.js';

const BATCH = 2_000;
/** Connections that write at once. */
const WRITERS = 2;
const ADDRESSES_AT_ONCE = 5_000;
const WORD_TABLES = ['search_word', 'address_word'];

/**
 * Fills a seeded database with copies of the sample people's cases, `cases` in all, under names, numbers and days of their own. Written past
 * the services, by the role that owns the tables: chains of the trail in the copies do not verify.
 * @returns the application number of the case that pages about one case are opened on
 * @throws Error on a database that holds no sample people
 */
export async function fill(ownerUrl: string, secrets: Secrets, cases: number, say: (line: string) => void): Promise<string> {
  const db = new pg.Client({ connectionString: ownerUrl });
  await db.connect();
  try {
    const vault = new Vault(secrets);
    const people = new PlausiblePeople(vault);
    const seeded = await seededCases(db, vault);
    if (seeded.length === 0) throw new Error('there are no sample people to copy');
    const batches = new Batches(vault, people, seeded, cases);
    const tables = await layAside(db);
    await layAddresses(db, people, batches.addresses);
    const copies = [...(await copyStatements(db, tables)), ADDRESS_WORDS].join(';\n');
    const written = [...tables, ...WORD_TABLES];
    const begun = performance.now();
    const tell = (what: string): void => say(`  ${what}, ${Math.round((performance.now() - begun) / 1000)} s`);
    // it would look through tables that grow again and again
    for (const table of written) await db.query(`alter table ${table} disable trigger user, set (autovacuum_enabled = off)`);
    let next = seeded.length;
    const taken = (): Batch | null => {
      if (next >= cases) return null;
      const from = next;
      next = Math.min(cases, from + BATCH);
      if ((from / BATCH) % 20 < 1) tell(`${from.toLocaleString('en')} cases`);
      return batches.make(from, next - from);
    };
    const write = (): Promise<unknown> =>
      Promise.all(Array.from({ length: WRITERS }, () => writeBatches(ownerUrl, batches, taken, copies)));
    await withoutIndexes(db, written, write, tell);
    for (const table of written) await db.query(`alter table ${table} enable trigger user, reset (autovacuum_enabled)`);
    await db.query(`drop table growth_id, copy_address, copy_address_word, ${tables.map((table) => `growth_${table}`).join(', ')}`);
    await db.query('drop function copy_of');
    await layShared(db, cases);
    tell('tables are vacuumed');
    await db.query('vacuum analyze');
    return batches.numberOfExample(cases);
  } finally {
    await db.end();
  }
}

/** Writes batches as long as there are any, on a connection of its own. The next one is made while the database works. */
async function writeBatches(ownerUrl: string, batches: Batches, taken: () => Batch | null, copies: string): Promise<void> {
  const db = new pg.Client({ connectionString: ownerUrl });
  await db.connect();
  try {
    await batches.prepare(db);
    for (let batch = taken(); batch; ) {
      await db.query('begin');
      await batches.send(db, batch);
      const copied = db.query(copies);
      batch = taken();
      await copied;
      await db.query('commit');
    }
  } finally {
    await db.end();
  }
}

/** The people of a case that is over have given an address. */
const ADDRESS_WORDS = `insert into address_word (word, person_id)
  select w.word, copy_of(o.person, b.k, b.back) from copy_case b join copy_person o on o.k = b.k join copy_address_word w on w.n = b.address where b.over`;

async function layAddresses(db: pg.Client, people: PlausiblePeople, count: number): Promise<void> {
  await db.query('create table copy_address (n int primary key, home bytea)');
  await db.query('create table copy_address_word (n int, word bytea)');
  for (let n = 0; n < count; n += ADDRESSES_AT_ONCE) {
    const addresses = Array.from({ length: Math.min(ADDRESSES_AT_ONCE, count - n) }, (_, more) => people.address(n + more));
    await db.query('insert into copy_address select * from unnest($1::int[], $2::bytea[])', [
      addresses.map((_, more) => n + more),
      addresses.map(({ home }) => home),
    ]);
    const words = addresses.flatMap((address, more) => address.words.map((word) => ({ n: n + more, word })));
    await db.query('insert into copy_address_word select * from unnest($1::int[], $2::bytea[])', [
      words.map((word) => word.n),
      words.map(({ word }) => word),
    ]);
  }
  await db.query('create index on copy_address_word (n)');
  await db.query('analyze copy_address, copy_address_word');
}
