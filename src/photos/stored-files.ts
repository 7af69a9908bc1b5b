import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of a photo store. */
export interface StoredFile {
  /** The photo's key; of what a killed process left half-written, its name, which is no key. */
  readonly name: string;
  readonly path: string;
  readonly writtenAt: Date;
}

/** Every file in the folder and its folders, one after the other: however many there are, few are in memory. */
export async function* filesBelow(folder: string): AsyncGenerator<StoredFile> {
  for await (const { name } of await entriesOf(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null); // gone in the meantime
    if (found?.isDirectory()) yield* filesBelow(path);
    else if (found) yield { name, path, writtenAt: found.mtime };
  }
}

/** None where nobody has sent a photo yet. */
async function entriesOf(folder: string): Promise<AsyncIterable<Dirent> | Dirent[]> {
  try {
    return await opendir(folder);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fault;
  }
}
