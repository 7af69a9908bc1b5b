import type pg from 'pg';
import type { PhotoHome } from '../photos/store/photo-home.js';
import { NAMED_PHOTOS } from './stray-files.js';

const NAMED = `select distinct store_key as key from (${NAMED_PHOTOS}) as named`;

/**
 * Keys of photos that records name and that are not there: of a folder that is not the portal's, all of them. Names are listed first, and
 * what came since is looked for one by one; a photo that was replaced meanwhile is none.
 */
export async function lostPhotos(database: Pick<pg.ClientBase, 'query'>, photos: Pick<PhotoHome, 'all' | 'get'>): Promise<string[]> {
  const there = new Set<string>();
  for await (const { name } of photos.all()) there.add(name);
  const { rows } = await database.query<{ key: string }>(NAMED);
  const missing: string[] = [];
  for (const { key } of rows) if (!there.has(key) && !(await photos.get(key))) missing.push(key);
  const still = await database.query<{ key: string }>(`${NAMED} where store_key = any($1)`, [missing]);
  return still.rows.map(({ key }) => key);
}

/** So many are told by their keys; the rest is a number. */
const TOLD = 10;

export const inWords = (lost: readonly string[]): string =>
  `${lost.slice(0, TOLD).join(', ')}${lost.length > TOLD ? ` and ${lost.length - TOLD} others` : ''}`;
