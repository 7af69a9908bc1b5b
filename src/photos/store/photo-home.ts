/** Homes that photos may have, as PHOTO_STORE names them. */
export const HOMES = ['folder', 'postgresql', 's3'] as const;
export type HomeName = (typeof HOMES)[number];

/** An object of a home, and the way to be rid of it. */
export interface StoredPhoto {
  /** The photo's key; of what a killed process left half-written in a folder, its name, which is no key. */
  readonly name: string;
  readonly writtenAt: Date;
  remove(): Promise<void>;
}

/** Where sealed photos lie: whole objects of at most a few megabytes, each under a key of our own making (a UUID). */
export interface PhotoHome {
  /** Writes an object, or puts it in the place of the one before. Done means: it outlives a fall of the power. Readers see all of it or none. */
  put(key: string, sealed: Uint8Array): Promise<void>;
  /** Null where there is none. */
  get(key: string): Promise<Buffer | null>;
  /** Deleting what is not there is no fault. */
  delete(key: string): Promise<void>;
  /** Every object, one after the other: however many there are, few are in memory. */
  all(): AsyncIterable<StoredPhoto>;
  /** @throws what keeps it from being used now */
  check(): Promise<void>;
}
