import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, opendir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../config.js';
import { isUuid } from '../../database/uuid.js';
import type { PhotoHome, StoredPhoto } from './photo-home.js';

/** Where photos lie in the data folder. */
export const photoFolder = (config: Pick<Config, 'dataDir'>): string => join(config.dataDir, 'photos');

/** Photos in a folder, in two levels of folders by the key's first letters, readable by the portal's own user only. */
export class FolderHome implements PhotoHome {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Aside first: whoever reads meanwhile reads the whole file, the old one or the new one. */
  async put(key: string, sealed: Uint8Array): Promise<void> {
    const path = this.#path(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const aside = `${path}.${randomUUID()}`; // one that a killed process left behind goes with the stray files
    await writeFile(aside, sealed, { flag: 'wx', mode: 0o600, flush: true });
    await rename(aside, path);
    // The names as well must be on the disk: of the file in its folder, and of the folders in theirs.
    await syncFolder(dirname(path));
    await syncFolder(dirname(dirname(path)));
    await syncFolder(this.#folder);
  }

  async get(key: string): Promise<Buffer | null> {
    return readFile(this.#path(key)).catch(unlessGone);
  }

  async delete(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  all(): AsyncIterable<StoredPhoto> {
    return filesBelow(this.#folder);
  }

  /** Writes a file and removes it: a disk that became read-only still has its folders. One left by a killed process goes with the stray files. */
  async check(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const trial = join(this.#folder, `trial.${randomUUID()}`);
    try {
      await writeFile(trial, 'written to see whether a photo can be', { flag: 'wx', mode: 0o600 });
    } finally {
      await rm(trial, { force: true });
    }
  }

  /** `ab12…` lies in `ab/12/`. Only keys of our own form ever become a path. */
  #path(key: string): string {
    if (!isUuid(key)) throw new Error('this is no key of a photo');
    return join(this.#folder, key.slice(0, 2), key.slice(2, 4), key);
  }
}

async function* filesBelow(folder: string): AsyncGenerator<StoredPhoto> {
  for await (const { name } of await entriesOf(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null); // gone in the meantime
    if (found?.isDirectory()) yield* filesBelow(path);
    else if (found) yield { name, writtenAt: found.mtime, remove: () => rm(path, { force: true }) };
  }
}

/** None where nobody has sent a photo yet. */
const entriesOf = async (folder: string): Promise<AsyncIterable<Dirent> | Dirent[]> => (await opendir(folder).catch(unlessGone)) ?? [];

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
