import { createHash } from 'node:crypto';
import type { PhotoStore } from '../../src/photos/photo-store.js';

/** What a record says of the file that was sent. */
export interface PhotoRow {
  readonly store_key: string;
  readonly sha256: Buffer;
}

/** Opens the photo of each record, and compares it with what was sent. @returns what is lost, does not open, or is another file */
export async function photoProblems(store: Pick<PhotoStore, 'get'>, rows: readonly PhotoRow[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { store_key, sha256 } of rows) {
    try {
      const bytes = await store.get(store_key);
      if (!createHash('sha256').update(bytes).digest().equals(sha256))
        problems.push(`the photo at ${store_key} is not the one that was sent`);
    } catch (fault) {
      problems.push(`the photo at ${store_key} can't be opened: ${Error.isError(fault) ? fault.message : fault}`);
    }
  }
  return problems;
}
