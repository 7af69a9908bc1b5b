import { MikroORM } from '@mikro-orm/core';
import { KEYED_INDEXES } from '../../src/keys/keyed-indexes.js';
import { sealedTables } from '../../src/keys/sealed-columns.js';
import { aPortal } from '../support/app.js';

/** Bytes that are no person's: hashes of tokens and ids with 256 bits of their own, of files and of the trail, and what proves keys. */
const PLAIN_HASHES = /^(?:.*_hash|hash|sha256|fingerprint|head|root|previous|public_key|credential_id|signature)$/;

it('keys:rotate knows every column of bytes: sealed, found by a keyed hash, or a plain hash', async () => {
  const portal = await aPortal();
  try {
    const columns = await portal.sql<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' and data_type = 'bytea' order by 1`,
    );
    const known = new Set([
      ...sealedTables(portal.app.get(MikroORM)).flatMap(({ table, columns: sealed }) => sealed.map(({ name }) => `${table}.${name}`)),
      ...KEYED_INDEXES.map(({ table, index }) => `${table}.${index}`),
      'search_word.word',
      'address_word.word',
      'photo_object.bytes', // a home of photos, which are sealed again object by object, wherever they lie
    ]);
    const names = columns.map(({ name }) => name);
    // a new one is an encrypted(...) property, a row in keys/keyed-indexes.ts, or is named …_hash
    expect(names.filter((name) => !known.has(name) && !PLAIN_HASHES.test(name.split('.')[1] ?? ''))).toEqual([]);
    expect([...known].filter((name) => !names.includes(name))).toEqual([]);
  } finally {
    await portal.close();
  }
});
