import type pg from 'pg';
import { normalApplicationNumber } from '../privacy/normalise.js';
import type { Vault } from '../privacy/vault.js';

/** The keys of the settings are not those of the database; the message says what to do. */
export class WrongKeys extends Error {}

type Asked = Pick<pg.ClientBase, 'query'>;
export type KnownKeys = ReadonlyMap<string, Buffer>;

export async function readFingerprints(database: Asked): Promise<KnownKeys> {
  const { rows } = await database.query<{ name: string; fingerprint: Buffer }>('select name, fingerprint from key_fingerprint');
  return new Map(rows.map(({ name, fingerprint }) => [name, fingerprint]));
}

/** Keeps the prints of the keys that work is done with from now on; older ones on the ring only open. Answers whether there was any new. */
export async function noteKeys(database: Asked, vault: Vault, known: KnownKeys): Promise<boolean> {
  const fresh = [...vault.fingerprints()].filter(([name]) => !known.has(name) && (name === 'index' || name === `data-${vault.newestKey}`));
  for (const [name, print] of fresh)
    await database.query('insert into key_fingerprint (name, fingerprint) values ($1, $2) on conflict do nothing', [name, print]);
  return fresh.length > 0;
}

/** @throws WrongKeys when a key is not the one it was, or is missing */
export async function judgeKeys(database: Asked, vault: Vault, known: KnownKeys): Promise<void> {
  judgeDataKeys(vault, known);
  if (await indexKeyFits(database, vault, known)) return;
  throw new WrongKeys(
    'INDEX_KEY is not the key that the look-ups of this database were made with: nobody would be found. Give that key again, or, to replace it, stop the portal and run: npm run keys:rotate -- --new-index-key',
  );
}

/** @throws WrongKeys */
export function judgeDataKeys(vault: Vault, known: KnownKeys): void {
  const mine: ReadonlyMap<string, Buffer> = vault.fingerprints();
  for (const [name, print] of known) {
    if (name === 'index') continue;
    const [number, key] = [name.slice('data-'.length), mine.get(name)];
    if (!key)
      throw new WrongKeys(
        `DATA_KEYS lacks key ${number}, with which records are still sealed. Put it at the end of the list; npm run keys:rotate says when it can go.`,
      );
    if (!key.equals(print))
      throw new WrongKeys(`Key ${number} of DATA_KEYS is not the key of that number that its records were sealed with.`);
  }
}

/** Where no print was kept yet, a record tells. */
export async function indexKeyFits(database: Asked, vault: Vault, known: KnownKeys): Promise<boolean> {
  const [kept, mine] = [known.get('index'), vault.fingerprints().get('index')];
  if (kept) return mine?.equals(kept) ?? false;
  const { rows } = await database.query<{ number: Buffer; hash: Buffer }>(
    'select application_number as number, application_number_index as hash from case_file order by id limit 1',
  );
  const [row] = rows;
  if (!row) return true;
  return vault.index('application-number', normalApplicationNumber(numberIn(row.number, vault))).equals(row.hash);
}

function numberIn(sealed: Buffer, vault: Vault): string {
  try {
    return JSON.parse(vault.open(sealed, 'case_file.application_number').toString('utf8')) as string;
  } catch {
    throw new WrongKeys('DATA_KEYS do not open the records of this database: they were sealed with other keys.');
  }
}
