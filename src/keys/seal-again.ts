import type pg from 'pg';
import type { Vault } from '../privacy/vault.js';
import type { SealedTable } from './sealed-columns.js';

/** Rows a transaction: few, so that nobody at work waits long for one of them. */
export const BATCH = 200;

type Row = { key: Buffer | string } & Record<string, Buffer | null>;

/**
 * Seals every value of a table again that the newest key did not seal, in small transactions in the order of the key, while the portal
 * works. Rows that somebody holds at the moment are passed over and waited for by nobody: the caller comes back for them.
 * @param client as the owner's role: submitted documents are final for everybody else (migration 0017)
 * @param goOn asked after each batch; false ends it there
 * @returns how many values were sealed again
 */
export async function sealTableAgain(
  client: pg.ClientBase,
  { table, key, columns }: SealedTable,
  vault: Vault,
  goOn: () => boolean,
): Promise<number> {
  const names = columns.map(({ name }) => `"${name}"`);
  const read = (from: string): string =>
    `select "${key}" as key, ${names.join(', ')} from "${table}" ${from} order by "${key}" limit ${BATCH} for update skip locked`;
  const write = `update "${table}" set ${names.map((name, at) => `${name} = $${at + 2}`).join(', ')} where "${key}" = $1`;
  let sealed = 0;
  let last: Row['key'] | null = null;
  for (;;) {
    await client.query('begin');
    try {
      const { rows }: pg.QueryResult<Row> =
        last === null ? await client.query(read('')) : await client.query(read(`where "${key}" > $1`), [last]);
      for (const row of rows) {
        const again = columns.map(({ name, context }) => sealedAgain(row[name] ?? null, context, vault));
        const changed = again.filter((bytes, at) => bytes !== (row[columns[at]?.name ?? ''] ?? null)).length;
        if (changed > 0) await client.query(write, [row.key, ...again]);
        sealed += changed;
      }
      await client.query('commit');
      if (rows.length < BATCH) return sealed;
      last = rows.at(-1)?.key ?? null;
    } catch (fault) {
      await client.query('rollback');
      throw fault;
    }
    if (!goOn()) return sealed;
  }
}

/** How many values of a table another key than the newest sealed. */
export async function sealedWithOlder(client: pg.ClientBase, { table, columns }: SealedTable, vault: Vault): Promise<number> {
  const older = columns.map(({ name }) => `count(*) filter (where get_byte("${name}", 1) <> $1)`);
  const { rows } = await client.query<{ count: string }>(`select ${older.join(' + ')} as count from "${table}"`, [vault.newestKey]);
  return Number(rows[0]?.count ?? 0);
}

function sealedAgain(bytes: Buffer | null, context: string, vault: Vault): Buffer | null {
  if (bytes === null || vault.sealedWith(bytes) === vault.newestKey) return bytes;
  return vault.seal(vault.open(bytes, context), context);
}
