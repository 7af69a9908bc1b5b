import type pg from 'pg';
import { BEFORE_ALL } from '../database/in-pages.js';
import type { PersonFacts } from '../cases/person.entity.js';
import { addressWordsOf } from '../confirmation/address-words.js';
import type { PostalAddress } from '../confirmation/postal-address.js';
import type { Vault } from '../privacy/vault.js';
import { KEYED_INDEXES, searchWordsOf } from './keyed-indexes.js';

const BATCH = 500;

/**
 * Makes every keyed hash anew from the values themselves, in the caller's transaction: before its end nobody finds by the new key, after
 * it nobody by the old one, and a fault leaves all as it was.
 * @returns how many hashes were made
 */
export async function makeIndexesAnew(client: pg.ClientBase, vault: Vault): Promise<number> {
  await client.query(
    'lock table case_file, person, account, email_change, search_word, confirmation, address_word in share row exclusive mode',
  );
  let made = 0;
  for (const { table, index, sealed, context, hash } of KEYED_INDEXES) {
    await eachBatch(client, table, sealed, async (rows) => {
      const hashes = rows.map(({ value }) => hash(vault, plainOf(vault, value, context) as never));
      await client.query(
        `update "${table}" set "${index}" = new.hash from unnest($1::uuid[], $2::bytea[]) as new (id, hash) where "${table}".id = new.id`,
        [rows.map(({ id }) => id), hashes],
      );
      made += hashes.length;
    });
  }
  return made + (await makeSearchWords(client, vault)) + (await makeAddressWords(client, vault));
}

async function makeSearchWords(client: pg.ClientBase, vault: Vault): Promise<number> {
  await client.query('delete from search_word');
  let made = 0;
  await eachBatch(client, 'person', 'facts', async (rows) => {
    const words = rows.flatMap(({ id, value }) =>
      searchWordsOf(vault, plainOf(vault, value, 'person.facts') as PersonFacts).map((word) => ({ id, word })),
    );
    await client.query('insert into search_word (person_id, word) select * from unnest($1::uuid[], $2::bytea[])', [
      words.map(({ id }) => id),
      words.map(({ word }) => word),
    ]);
    made += words.length;
  });
  return made;
}

async function makeAddressWords(client: pg.ClientBase, vault: Vault): Promise<number> {
  await client.query('delete from address_word');
  let made = 0;
  for (let last: string | undefined = BEFORE_ALL; last; ) {
    const { rows }: pg.QueryResult<{ id: string; person_id: string; home: Buffer | null; mailing: Buffer | null }> = await client.query(
      `select id, person_id, home_address home, mailing_address mailing from confirmation where id > $1 order by id limit ${BATCH}`,
      [last],
    );
    const addressOf = (sealed: Buffer | null, column: string): PostalAddress | null =>
      sealed && (plainOf(vault, sealed, `confirmation.${column}`) as PostalAddress);
    const words = rows.flatMap(({ person_id, home, mailing }) =>
      addressWordsOf(vault, [addressOf(home, 'home_address'), addressOf(mailing, 'mailing_address')]).map((word) => ({ person_id, word })),
    );
    await client.query('insert into address_word (person_id, word) select * from unnest($1::uuid[], $2::bytea[])', [
      words.map(({ person_id }) => person_id),
      words.map(({ word }) => word),
    ]);
    made += words.length;
    last = rows.at(-1)?.id;
  }
  return made;
}

interface SealedValue {
  readonly id: string;
  readonly value: Buffer;
}

async function eachBatch(client: pg.ClientBase, table: string, sealed: string, work: (rows: SealedValue[]) => Promise<void>) {
  for (let last: string | undefined = BEFORE_ALL; last; ) {
    const { rows }: pg.QueryResult<SealedValue> = await client.query(
      `select id, "${sealed}" as value from "${table}" where id > $1 order by id limit ${BATCH}`,
      [last],
    );
    if (rows.length > 0) await work(rows);
    last = rows.at(-1)?.id;
  }
}

const plainOf = (vault: Vault, sealed: Buffer, context: string): unknown => JSON.parse(vault.open(sealed, context).toString('utf8'));
