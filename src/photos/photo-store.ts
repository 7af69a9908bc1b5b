import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isUuid } from '../database/uuid.js';

/** Where originals lie, exactly as they were sent (S25). One object an attempt, named by a key of our own making. */
export abstract class PhotoStore {
  /** Done means: on the disk. Written before the row that names it, so that no row ever names nothing. */
  abstract put(key: string, bytes: Uint8Array): Promise<void>;
  /** @throws Error when there is none */
  abstract get(key: string): Promise<Buffer>;
  /** Deleting what is not there is no fault. */
  abstract delete(key: string): Promise<void>;
}

/** A new key. It says nothing about the person, the file or the time. */
export const newPhotoKey = (): string => randomUUID();

/** Photos in a folder, in two levels of folders by the key's first letters, readable by the portal's own user only. */
export class FolderPhotoStore extends PhotoStore {
  readonly #folder: string;

  constructor(folder: string) {
    super();
    this.#folder = folder;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(key);
    const aside = `${path}.new`;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
    // The names as well must be on the disk: of the file in its folder, and of the folders in theirs.
    await syncFolder(dirname(path));
    await syncFolder(dirname(dirname(path)));
    await syncFolder(this.#folder);
  }

  get(key: string): Promise<Buffer> {
    return readFile(this.#path(key));
  }

  async delete(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  /** `ab12…` lies in `ab/12/`. Only keys of our own form ever become a path. */
  #path(key: string): string {
    if (!isUuid(key)) throw new Error('this is no key of a photo');
    return join(this.#folder, key.slice(0, 2), key.slice(2, 4), key);
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
