import type { PhotoHome, StoredPhoto } from './photo-home.js';

/** Several homes as one, while photos move to the first: written there, and read where they are. */
export class HomesInOrder implements PhotoHome {
  readonly #homes: readonly PhotoHome[];
  readonly #first: PhotoHome;

  constructor(homes: readonly [PhotoHome, ...PhotoHome[]]) {
    this.#homes = homes;
    this.#first = homes[0];
  }

  put(key: string, sealed: Uint8Array): Promise<void> {
    return this.#first.put(key, sealed);
  }

  /** The first once more at the end: it may have moved there while the others were asked. */
  async get(key: string): Promise<Buffer | null> {
    for (const home of [...this.#homes, this.#first]) {
      const found = await home.get(key);
      if (found) return found;
    }
    return null;
  }

  async delete(key: string): Promise<void> {
    for (const home of this.#homes) await home.delete(key);
  }

  async *all(): AsyncGenerator<StoredPhoto> {
    for (const home of this.#homes) yield* home.all();
  }

  async check(): Promise<void> {
    await Promise.all(this.#homes.map((home) => home.check()));
  }
}
