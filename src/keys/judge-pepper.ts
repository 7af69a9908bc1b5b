import { createSecretKey } from 'node:crypto';
import type pg from 'pg';
import { fingerprintOf } from '../privacy/vault.js';
import { WrongKeys } from './judge-keys.js';

/**
 * Keeps the print of the first PASSWORD_PEPPER that comes, and compares each later one with it. No password need be there yet, and none could be
 * tried without its owner, so that the first is taken for the right one.
 * @throws WrongKeys where it is another, with the way on where the right one is lost or was replaced
 */
export async function judgePepper(database: Pick<pg.ClientBase, 'query'>, pepper: Buffer): Promise<void> {
  const print = fingerprintOf(createSecretKey(pepper));
  await database.query('insert into pepper_fingerprint (fingerprint) values ($1) on conflict do nothing', [print]);
  const { rows } = await database.query<{ fingerprint: Buffer }>('select fingerprint from pepper_fingerprint');
  if (rows[0]?.fingerprint.equals(print)) return;
  throw new WrongKeys(
    'PASSWORD_PEPPER is another than this portal was first started with: nobody could sign in. Give that one again. Where it is lost, or to be replaced, run as the owner of the database "delete from pepper_fingerprint"; all people then choose a new password, through the link of a forgotten one.',
  );
}
