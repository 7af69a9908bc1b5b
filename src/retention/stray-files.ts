import type pg from 'pg';
import { after } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import type { PhotoStore } from '../photos/photo-store.js';
import type { StoredPhoto } from '../photos/store/photo-home.js';
import { STRAY_FILE_KEEP } from './retention.rules.js';

type Asked = Pick<pg.Pool, 'query'>;

/** So many are asked for in one statement. */
const BATCH = 500;

/**
 * Files that no row names, a day old: of replaced or purged photos whose process died before it came to the file. What is being written
 * now is younger than that, and its row follows within seconds.
 */
export async function* strayFiles(pool: Asked, photos: PhotoStore, now: Date): AsyncGenerator<StoredPhoto> {
  const old: StoredPhoto[] = [];
  for await (const file of photos.all()) {
    if (file.writtenAt <= after(now, -STRAY_FILE_KEEP)) old.push(file);
    if (old.length === BATCH) yield* await unnamed(pool, old.splice(0));
  }
  yield* await unnamed(pool, old);
}

export async function countStray(pool: Asked, photos: PhotoStore, now: Date): Promise<number> {
  let count = 0;
  for await (const _file of strayFiles(pool, photos, now)) count++;
  return count;
}

export async function purgeStray(pool: Asked, photos: PhotoStore, now: Date, signal?: AbortSignal): Promise<number> {
  let count = 0;
  for await (const file of strayFiles(pool, photos, now)) {
    if (signal?.aborted) break;
    await file.remove();
    count++;
  }
  return count;
}

/** Every row that names a photo's file. */
export const NAMED_PHOTOS = `select store_key from photo_attempt union all select store_key from photographer_link where store_key is not null
  union all select store_key from photo_draft`;

/** The keys of all photos that records name now. */
export async function namedPhotos(database: Asked): Promise<Set<string>> {
  const { rows } = await database.query<{ key: string }>(`select distinct store_key as key from (${NAMED_PHOTOS}) as named`);
  return new Set(rows.map(({ key }) => key));
}

async function unnamed(pool: Asked, files: readonly StoredPhoto[]): Promise<StoredPhoto[]> {
  if (files.length === 0) return [];
  const { rows } = await pool.query<{ key: string }>(`select store_key as key from (${NAMED_PHOTOS}) as named where store_key = any($1)`, [
    files.map(({ name }) => name).filter(isUuid),
  ]);
  const named = new Set(rows.map(({ key }) => key));
  return files.filter(({ name }) => !named.has(name));
}
