import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../config.js';
import { isUuid } from '../database/uuid.js';
import type { Vault } from '../privacy/vault.js';
import { filesBelow, type StoredFile } from './stored-files.js';

/** Where originals lie, exactly as they were sent (S25). One object an attempt, named by a key of our own making. */
export abstract class PhotoStore {
  /** Done means: on the disk. Written before the row that names it, so that no row ever names nothing. */
  abstract put(key: string, bytes: Uint8Array): Promise<void>;
  /** @throws Error when there is none */
  abstract get(key: string): Promise<Buffer>;
  /** Deleting what is not there is no fault. */
  abstract delete(key: string): Promise<void>;
  /** Every object there is, and what a killed process left of one. */
  abstract all(): AsyncIterable<StoredFile>;
  /** Seals an object again with the newest key. Answers false where that was done already, or where the object is gone. */
  abstract sealAgain(key: string): Promise<boolean>;
}

/** Where photos lie in the data folder. */
export const photoFolder = (config: Pick<Config, 'dataDir'>): string => join(config.dataDir, 'photos');

/** A new key. It says nothing about the person, the file or the time. */
export const newPhotoKey = (): string => randomUUID();

/**
 * Photos in a folder, sealed, in two levels of folders by the key's first letters, readable by the portal's own user only. The key is
 * authenticated with the bytes: a file put in another's place does not open.
 */
export class FolderPhotoStore extends PhotoStore {
  readonly #folder: string;
  readonly #vault: Vault;

  constructor(folder: string, vault: Vault) {
    super();
    this.#folder = folder;
    this.#vault = vault;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const aside = `${path}.new`;
    await this.#write(await open(aside, 'wx', 0o600), aside, path, this.#vault.seal(bytes, contextOf(key)));
  }

  /** Files of before they were sealed are read as they are: a JPEG begins with FF, a PNG with 89, what is sealed with 01. */
  async get(key: string): Promise<Buffer> {
    const stored = await readFile(this.#path(key));
    return this.#vault.sealedWith(stored) === null ? stored : this.#vault.open(stored, contextOf(key));
  }

  async delete(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  all(): AsyncIterable<StoredFile> {
    return filesBelow(this.#folder);
  }

  async sealAgain(key: string): Promise<boolean> {
    const path = this.#path(key);
    const stored = await readFile(path).catch(unlessGone);
    if (!stored || this.#vault.sealedWith(stored) === this.#vault.newestKey) return false;
    const aside = `${path}.again`; // one that a stopped run left behind is written over
    await this.#write(await open(aside, 'w', 0o600), aside, path, this.#vault.seal(await this.get(key), contextOf(key)));
    return true;
  }

  /** Aside first: whoever reads meanwhile reads the whole file, the old one or the new one. */
  async #write(file: FileHandle, aside: string, path: string, bytes: Uint8Array): Promise<void> {
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

  /** `ab12…` lies in `ab/12/`. Only keys of our own form ever become a path. */
  #path(key: string): string {
    if (!isUuid(key)) throw new Error('this is no key of a photo');
    return join(this.#folder, key.slice(0, 2), key.slice(2, 4), key);
  }
}

const contextOf = (key: string): string => `photo.file ${key}`;

function unlessGone(fault: NodeJS.ErrnoException): null {
  if (fault.code === 'ENOENT') return null;
  throw fault;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
