import type pg from 'pg';
import type { PhotoHome } from '../photos/store/photo-home.js';
import { namedPhotos } from './stray-files.js';

/** A list may miss one that is written anew meanwhile: so many are looked for one by one. Of more, the folder or bucket is another. */
const LOOKED_FOR = 100;

/**
 * Keys of photos that records name and that are not there: of a folder that is not the portal's, all of them. What comes while the names are
 * listed is younger than this question, and what is replaced meanwhile is named no more after it.
 * @param goOn asked before each; false ends it there
 * @returns null where it was ended before it knew
 */
export async function lostPhotos(
  database: Pick<pg.ClientBase, 'query'>,
  photos: Pick<PhotoHome, 'all' | 'get'>,
  goOn: () => boolean = () => true,
): Promise<string[] | null> {
  const missing = await namedPhotos(database);
  for await (const { name } of photos.all()) {
    if (!goOn()) return null;
    missing.delete(name);
  }
  const still = await namedPhotos(database);
  const lost: string[] = [];
  for (const key of missing) if (still.has(key) && (lost.length >= LOOKED_FOR || !(await photos.get(key)))) lost.push(key);
  return lost;
}

/** So many are told by their keys; the rest is a number. */
const TOLD = 10;

export const inWords = (lost: readonly string[]): string =>
  `${lost.slice(0, TOLD).join(', ')}${lost.length > TOLD ? ` and ${lost.length - TOLD} others` : ''}`;
