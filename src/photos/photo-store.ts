import { randomUUID } from 'node:crypto';
import type { Vault } from '../privacy/vault.js';
import type { PhotoHome, StoredPhoto } from './store/photo-home.js';

/** A new key. It says nothing about the person, the file or the time. */
export const newPhotoKey = (): string => randomUUID();

/**
 * Where originals lie, exactly as they were sent (S25), one object an attempt. They are sealed before any home sees them, each with its key
 * authenticated: an object put in another's place does not open.
 */
export class PhotoStore {
  readonly #home: PhotoHome;
  readonly #vault: Vault;

  constructor(home: PhotoHome, vault: Vault) {
    this.#home = home;
    this.#vault = vault;
  }

  /** Done means: it is kept. Written before the row that names it, so that no row ever names nothing. */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#home.put(key, this.#vault.seal(bytes, contextOf(key)));
  }

  /**
   * Files of before they were sealed are read as they are: a JPEG begins with FF, a PNG with 89, what is sealed with 01.
   * @throws Error when there is none
   */
  async get(key: string): Promise<Buffer> {
    const stored = await this.#home.get(key);
    if (!stored) throw new Error('there is no photo of this key');
    return this.#opened(key, stored);
  }

  /** Deleting what is not there is no fault. */
  delete(key: string): Promise<void> {
    return this.#home.delete(key);
  }

  /** Every object there is, and what a killed process left of one. */
  all(): AsyncIterable<StoredPhoto> {
    return this.#home.all();
  }

  /** Seals an object again with the newest key. Answers false where that was done already, or where the object is gone. */
  async sealAgain(key: string): Promise<boolean> {
    const stored = await this.#home.get(key);
    if (!stored || this.#vault.sealedWith(stored) === this.#vault.newestKey) return false;
    await this.put(key, this.#opened(key, stored));
    return true;
  }

  /** As they lie there, for a copy that shows nobody. */
  sealed(key: string): Promise<Buffer | null> {
    return this.#home.get(key);
  }

  /** A copy back to its place. @throws Error when none of our keys opens it */
  async putSealed(key: string, sealed: Buffer): Promise<void> {
    this.#opened(key, sealed);
    await this.#home.put(key, sealed);
  }

  /** @throws what keeps it from being used now */
  check(): Promise<void> {
    return this.#home.check();
  }

  #opened(key: string, stored: Buffer): Buffer {
    return this.#vault.sealedWith(stored) === null ? stored : this.#vault.open(stored, contextOf(key));
  }
}

const contextOf = (key: string): string => `photo.file ${key}`;
