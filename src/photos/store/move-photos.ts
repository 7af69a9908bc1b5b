import { isUuid } from '../../database/uuid.js';
import type { PhotoHome } from './photo-home.js';

/**
 * Brings every photo of a home to another, one at a time while the portal works: written there and read back before it is taken from here.
 * Broken off at any moment and run again, it goes on. What the other home has already is newer, and stays as it is there.
 * @param goOn asked before each; false ends it there
 * @returns how many moved
 * @throws Error where what was written is not what is read
 */
export async function movePhotos(from: PhotoHome, to: PhotoHome, goOn: () => boolean = () => true): Promise<number> {
  let moved = 0;
  for await (const { name, remove } of from.all()) {
    if (!goOn()) break;
    if (!isUuid(name)) continue; // half a file of a killed process: no photo
    const sealed = await from.get(name);
    if (!sealed) continue; // deleted since it was listed
    if (!(await to.get(name))) {
      await to.put(name, sealed);
      if (!(await to.get(name))?.equals(sealed)) throw new Error(`a photo was not written as it was read: ${name}`);
    }
    await remove();
    moved++;
  }
  return moved;
}
