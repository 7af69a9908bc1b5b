import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { alone } from '../database/alone.js';
import { loadMigrations } from '../database/migrations.js';
import { judgeKeys, type KnownKeys } from '../keys/judge-keys.js';
import type { PhotoStore } from '../photos/photo-store.js';
import type { Vault } from '../privacy/vault.js';
import { checkFile, keyOfPath, type Manifest, pathOfTable, readChecked, readManifest } from './manifest.js';
import { fill, isEmpty, migrationsOf, setCounters, tablesOf, withoutRules } from './tables.js';

export interface RestoreWishes {
  /** As the role that owns the database, which is migrated and empty. */
  readonly migrationDatabaseUrl: string;
  readonly photos: PhotoStore;
  /** With the keys that the records were sealed with. */
  readonly vault: Vault;
  readonly folder: string;
}

/**
 * Brings a backup into an empty system: photos first, then all records in one transaction. Whatever is wrong, no record is there
 * afterwards, and it can be run again.
 * @throws WrongKeys where the keys are not those of the records
 * @throws Error where somebody is in the system, the backup is of another version's database, or anything in it is missing, changed or can't
 * be read
 */
export async function restore({ migrationDatabaseUrl, photos, vault, folder }: RestoreWishes): Promise<Manifest> {
  const { manifest, sums } = await readOfThisVersion(folder);
  return alone(migrationDatabaseUrl, async (client) => {
    await refuseUsed(client);
    await refuseOtherLevel(client, manifest);
    for (const table of Object.keys(manifest.tables)) await checkFile(folder, pathOfTable(table), sums.get(pathOfTable(table)));
    await judgeKeys(client, vault, await keysIn(folder));
    await restorePhotos(photos, folder, sums);
    await client.query('begin');
    await withoutRules(client, await tablesOf(client), async () => {
      for (const [table, rows] of Object.entries(manifest.tables))
        if ((await fill(client, table, linesIn(folder, table))) !== rows)
          throw new Error(`${table} has other rows than the manifest says.`);
    });
    await setCounters(client, manifest.counters);
    await client.query('commit');
    return manifest;
  });
}

/**
 * The manifest and the hashes of a backup, which needs no database to be judged: to open one is to migrate it, and after a refusal the
 * version that the backup is of could no longer use it.
 * @throws Error where the folder holds no whole backup, or one of another version's database
 */
export async function readOfThisVersion(folder: string): ReturnType<typeof readManifest> {
  const read = await readManifest(folder);
  const { migrations, version } = read.manifest;
  const known = loadMigrations().map(({ name }) => name);
  if (known.join() === migrations.join()) return read;
  throw new Error(
    `The backup was made by version ${version}, with the database at ${migrations.at(-1)}; this version brings it to ${known.at(-1)}. Restore it with that version, then start the newer one. Nothing was changed.`,
  );
}

/** @throws Error where somebody was ever in the system; asked before its migrations too, so that a system at work is not brought on */
export async function refuseUsed(client: pg.Client): Promise<void> {
  if (await isEmpty(client)) return;
  throw new Error('Somebody is in this system: a backup is restored into an empty one. Nothing was restored.');
}

/** Rows fit the tables that they were read from, and a database is not brought back to an earlier level. */
async function refuseOtherLevel(client: pg.Client, { migrations }: Manifest): Promise<void> {
  const here = await migrationsOf(client);
  if (here.join() === migrations.join()) return;
  const differing = here.findLast((name) => !migrations.includes(name)) ?? here.at(-1);
  throw new Error(
    `This database is at ${differing}, which is not what the backup was made at: make an empty one anew (docs/operation.md, Backup and restore).`,
  );
}

async function keysIn(folder: string): Promise<KnownKeys> {
  const keys = new Map<string, Buffer>();
  for await (const line of linesIn(folder, 'key_fingerprint')) {
    const { name, fingerprint } = JSON.parse(line) as { name: string; fingerprint: string };
    keys.set(name, Buffer.from(fingerprint.slice(2), 'hex')); // \x…
  }
  return keys;
}

/** Each is opened once with the keys there are: what could not be read later is told now. */
async function restorePhotos(photos: PhotoStore, folder: string, sums: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, hash] of sums) {
    const key = keyOfPath(path);
    if (!key) continue;
    await photos.putSealed(key, await readChecked(folder, path, hash));
  }
}

/** Split at line feeds alone: what people typed may hold other separators of lines (U+2028), which JSON leaves as they are. */
async function* linesIn(folder: string, table: string): AsyncGenerator<string> {
  const text = createGunzip().setEncoding('utf8');
  pipeline(createReadStream(join(folder, pathOfTable(table))), text, () => undefined); // a fault of the file is thrown by the loop
  let rest = '';
  for await (const part of text as AsyncIterable<string>) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
