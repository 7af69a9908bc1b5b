import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import type { PhotoStore } from '../photos/photo-store.js';
import { FolderHome } from '../photos/store/folder-home.js';
import { inWords } from '../retention/lost-photos.js';
import { namedPhotos } from '../retention/stray-files.js';
import { hashOf, hashOfFile, type Manifest, pathOfPhoto, pathOfTable, writeManifest } from './manifest.js';
import { countersOf, linesOf, migrationsOf, tablesOf } from './tables.js';

export interface BackupWishes {
  /** As the role that owns the database. */
  readonly migrationDatabaseUrl: string;
  readonly photos: PhotoStore;
  /** Empty, or not there yet. */
  readonly folder: string;
  readonly now: Date;
  readonly version: string;
  /** Photos that records name and the store has lost are left out, instead of being a reason for no backup. */
  readonly withoutLost?: boolean;
}

/** A photo that was replaced between the moment of the records and its copy makes another moment necessary; so often at most. */
const MOMENTS = 10;
const NOTHING_MADE = 'Nothing was backed up, and the folder can be deleted.';

/**
 * Copies every record, as of one moment, and every photo that they name, while the portal works. All that is personal stays sealed; the
 * keys are not in it.
 * @throws Error where the folder holds something, or a photo that a record names is lost and was not to be left out
 */
export async function backUp(wishes: BackupWishes): Promise<Omit<Manifest, 'sums'>> {
  const { migrationDatabaseUrl, photos, folder, now, version, withoutLost = false } = wishes;
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 1) throw new Error('The folder of a backup must be empty.');
  const client = new pg.Client({ connectionString: migrationDatabaseUrl });
  await client.connect();
  try {
    const copy = new PhotoCopy(photos, folder);
    const lost = await beginMoment(client, copy, withoutLost);
    const sums = new Map<string, string>();
    const tables: Record<string, number> = {};
    for (const table of await tablesOf(client)) tables[table] = await writeTable(client, table, folder, sums);
    const [migrations, counters] = [await migrationsOf(client), await countersOf(client)];
    await client.query('commit');
    const count = await copy.finish(sums);
    const manifest = { madeAt: now.toISOString(), version, migrations, tables, counters, photos: count, lost };
    await writeManifest(folder, manifest, sums);
    return manifest;
  } finally {
    await client.end();
  }
}

/**
 * Begins a transaction at a moment whose photos are all copied, but for lost ones: those that a moment before were not in the store either,
 * though records name them still. One that is missing for the first time may have been replaced since.
 * @returns the keys of the lost ones
 * @throws Error where there are some, unless they are to be left out
 */
async function beginMoment(client: pg.Client, copy: PhotoCopy, withoutLost: boolean): Promise<string[]> {
  let before = new Set(await copy.bring(client)); // nearly all are copied before the moment that holds the database up
  for (let moment = 1; moment <= MOMENTS; moment++) {
    await client.query('begin transaction isolation level repeatable read, read only');
    const missing = await copy.bring(client);
    const lost = missing.filter((key) => before.has(key));
    if (lost.length > 0 && !withoutLost) throw new Error(refusal(lost));
    if (lost.length === missing.length) return lost;
    await client.query('rollback');
    before = new Set(missing);
  }
  throw new Error(`Photos were replaced at each of ${MOMENTS} moments: try again when fewer people are at work. ${NOTHING_MADE}`);
}

function refusal(lost: readonly string[]): string {
  return (
    `Photos that records name are not in the store: ${inWords(lost)}. ${NOTHING_MADE}\n` +
    "Look whether PHOTO_STORE and DATA_DIR are the portal's own. To back up all the rest: npm run backup -- --to FOLDER --without-lost"
  );
}

async function writeTable(client: pg.Client, table: string, folder: string, sums: Map<string, string>): Promise<number> {
  let rows = 0;
  const lines = async function* (): AsyncGenerator<string> {
    for await (const line of linesOf(client, table)) {
      rows++;
      yield `${line}\n`;
    }
  };
  const path = pathOfTable(table);
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(join(folder, path), { flags: 'wx', mode: 0o600, flush: true }));
  sums.set(path, await hashOfFile(join(folder, path)));
  return rows;
}

/** The photos of a backup, which come and go with the records until the moment is found. */
class PhotoCopy {
  readonly #photos: PhotoStore;
  readonly #home: FolderHome;
  readonly #hashes = new Map<string, string>();
  #named = new Set<string>();

  constructor(photos: PhotoStore, folder: string) {
    this.#photos = photos;
    this.#home = new FolderHome(join(folder, 'photos'));
  }

  /** Copies what records name now and is not here yet. @returns the keys of those that the store does not have */
  async bring(client: pg.Client): Promise<string[]> {
    this.#named = await namedPhotos(client);
    const lost: string[] = [];
    for (const key of this.#named) {
      if (this.#hashes.has(key)) continue;
      const sealed = await this.#photos.sealed(key);
      if (!sealed) {
        lost.push(key);
        continue;
      }
      await this.#home.put(key, sealed);
      this.#hashes.set(key, hashOf(sealed));
    }
    return lost;
  }

  /** Without those that no record named any more at the moment. @returns how many there are */
  async finish(sums: Map<string, string>): Promise<number> {
    let count = 0;
    for (const [key, hash] of this.#hashes) {
      if (this.#named.has(key)) {
        sums.set(pathOfPhoto(key), hash);
        count++;
      } else await this.#home.delete(key);
    }
    return count;
  }
}
