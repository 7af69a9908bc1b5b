import { rm } from 'node:fs/promises';
import type pg from 'pg';
import { after } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import type { PhotoStore } from '../photos/photo-store.js';
import type { StoredFile } from '../photos/stored-files.js';
import { STRAY_FILE_KEEP } from './retention.rules.js';

type Asked = Pick<pg.Pool, 'query'>;

/** Files that no row names, a day old: of replaced or purged photos whose process died before it came to the file. */
export async function* strayFiles(pool: Asked, photos: PhotoStore, now: Date): AsyncGenerator<StoredFile> {
  for await (const file of photos.all()) {
    if (file.writtenAt > after(now, -STRAY_FILE_KEEP)) continue;
    if (!isUuid(file.name) || !(await isNamed(pool, file.name))) yield file;
  }
}

export async function countStray(pool: Asked, photos: PhotoStore, now: Date): Promise<number> {
  let count = 0;
  for await (const _file of strayFiles(pool, photos, now)) count++;
  return count;
}

export async function purgeStray(pool: Asked, photos: PhotoStore, now: Date, signal?: AbortSignal): Promise<number> {
  let count = 0;
  for await (const { path } of strayFiles(pool, photos, now)) {
    if (signal?.aborted) break;
    await rm(path, { force: true });
    count++;
  }
  return count;
}

async function isNamed(pool: Asked, key: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'select from photo_attempt where store_key = $1 union all select from photographer_link where store_key = $1 union all select from photo_draft where store_key = $1 limit 1',
    [key],
  );
  return rowCount === 1;
}
