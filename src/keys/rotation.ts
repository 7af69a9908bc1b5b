import { setTimeout as wait } from 'node:timers/promises';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { sealTrail } from '../audit/audit-seals.service.js';
import type { Clock } from '../clock.js';
import { alone } from '../database/alone.js';
import { ormConfig } from '../database/orm.config.js';
import { isUuid } from '../database/uuid.js';
import type { PhotoStore } from '../photos/photo-store.js';
import { lostPhotos } from '../retention/lost-photos.js';
import type { Vault } from '../privacy/vault.js';
import { indexKeyFits, judgeDataKeys, judgeKeys, type KnownKeys, noteKeys, readFingerprints } from './judge-keys.js';
import { makeIndexesAnew } from './make-indexes-anew.js';
import { sealedWithOlder, sealTableAgain } from './seal-again.js';
import { sealedTables } from './sealed-columns.js';

export interface RotationWishes {
  /** As the role that owns the database: submitted documents are final for the portal's own. */
  readonly migrationDatabaseUrl: string;
  /** Its newest key seals, its index key is the one to find by from now on. */
  readonly vault: Vault;
  readonly photos: PhotoStore;
  readonly clock: Clock;
  /** The index key may be another than the one in use. */
  readonly newIndexKey: boolean;
  /** Photos that are not found are taken for lost, and old keys are given up all the same. */
  readonly withoutLost?: boolean;
  /** Asked after each batch; false ends it there, and the next run goes on. */
  readonly goOn: () => boolean;
  /** Once nobody is found by the old index key any more. */
  readonly onIndexed?: () => void;
}

export interface RotationReport {
  readonly hashes: number;
  readonly values: number;
  readonly photos: number;
  /** Numbers of keys that seal nothing any more; null while some work is left. */
  readonly retired: readonly string[] | null;
  /** Photos that records name and that were not found: no key is given up over them. */
  readonly lost: readonly string[];
}

/** Rows that somebody holds are come back for this often, a second apart. */
const PASSES = 30;

/**
 * Brings every record to the newest keys (TRUST.md 19): look-ups first, all in one transaction; then sealed values and photo files, a few
 * at a time while the portal works. Stopped and run again, it goes on.
 * @throws WrongKeys before anything is written
 */
export async function rotateKeys(wishes: RotationWishes): Promise<RotationReport> {
  return alone(wishes.migrationDatabaseUrl, async (client, isAlone) => {
    const known = await readFingerprints(client);
    const hashes = await indexAnew(client, wishes, known);
    wishes.onIndexed?.();
    await noteKeys(client, wishes.vault, known);
    const goOn = (): boolean => wishes.goOn() && isAlone();
    const { finished, ...sealed } = await sealAllAgain(client, { ...wishes, goOn });
    const { photos, withoutLost = false } = wishes;
    const lost = finished ? await lostPhotos(client, { all: () => photos.all(), get: (key) => photos.sealed(key) }, goOn) : null;
    const isDone = lost !== null && (lost.length === 0 || withoutLost);
    return { hashes, ...sealed, lost: lost ?? [], retired: isDone ? await retire(client, wishes) : null };
  });
}

async function indexAnew(client: pg.Client, { vault, newIndexKey }: RotationWishes, known: KnownKeys): Promise<number> {
  judgeDataKeys(vault, known);
  if (!newIndexKey) await judgeKeys(client, vault, known);
  if (await indexKeyFits(client, vault, known)) return 0;
  await client.query('begin');
  try {
    const made = await makeIndexesAnew(client, vault);
    await client.query(
      `insert into key_fingerprint (name, fingerprint) values ('index', $1) on conflict (name) do update set fingerprint = $1, since = now()`,
      [vault.fingerprints().get('index')],
    );
    await client.query('commit');
    return made;
  } catch (fault) {
    await client.query('rollback');
    throw fault;
  }
}

async function sealAllAgain(client: pg.Client, { migrationDatabaseUrl, vault, photos, goOn }: RotationWishes) {
  const tables = sealedTables(new MikroORM(ormConfig(migrationDatabaseUrl)));
  const done = { values: 0, photos: 0, finished: false };
  const seen = new Set<string>(); // a photo's file is written once, under a name of its own
  const sealNewPhotos = async (): Promise<number> => {
    const before = done.photos;
    for await (const { name } of photos.all()) {
      if (!isUuid(name) || seen.has(name)) continue;
      if (await photos.sealAgain(name)) done.photos++;
      seen.add(name);
      if (!goOn()) break;
    }
    return done.photos - before;
  };
  for (let pass = 1; pass <= PASSES; pass++) {
    if (pass > 1) await wait(1000);
    for (const table of tables) {
      done.values += await sealTableAgain(client, table, vault, goOn);
      if (!goOn()) return done;
    }
    await sealNewPhotos();
    // photos take long: what a portal with older keys wrote meanwhile is come back for, before these keys are given up
    let left = await sealNewPhotos();
    for (const table of tables) left += await sealedWithOlder(client, table, vault);
    if (!goOn()) return done;
    if (left === 0) return { ...done, finished: true };
  }
  throw new Error('Some values are held by somebody, or written with an older key: run it again.');
}

/** What no record needs is forgotten, so that the portal starts without it; the trail is sealed with the new key first, and needs no other. */
async function retire(client: pg.Client, { vault, clock }: RotationWishes): Promise<string[]> {
  await sealTrail(client, vault, clock.now());
  const { rows } = await client.query<{ name: string }>(`delete from key_fingerprint where name not in ('index', $1) returning name`, [
    `data-${vault.newestKey}`,
  ]);
  return rows.map(({ name }) => name.slice('data-'.length));
}
