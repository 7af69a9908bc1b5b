import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a backup says of itself. Written last: a folder without it is no backup. */
const manifestSchema = z.object({
  madeAt: z.iso.datetime(),
  version: z.string(),
  migrations: z.array(z.string()),
  /** Rows of each table. */
  tables: z.record(z.string(), z.number()),
  counters: z.record(z.string(), z.string()),
  photos: z.number(),
  /** The SHA-256 of the list of hashes, in hexadecimal. */
  sums: z.string(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** As `sha256sum -c` reads it: a hash and the path of a file in each line. */
export const SUMS = 'SHA256SUMS';
const MANIFEST = 'manifest.json';

/** A new file that only its owner reads, on the disk before it counts as written. */
const WRITTEN = { flag: 'wx', mode: 0o600, flush: true };

export const pathOfTable = (table: string): string => `tables/${table}.jsonl.gz`;
export const pathOfPhoto = (key: string): string => `photos/${key.slice(0, 2)}/${key.slice(2, 4)}/${key}`;
export const keyOfPath = (path: string): string | null => (path.startsWith('photos/') ? path.slice(-36) : null);

/** @param sums hashes by path */
export async function writeManifest(folder: string, of: Omit<Manifest, 'sums'>, sums: ReadonlyMap<string, string>): Promise<void> {
  const list = [...sums].map(([path, hash]) => `${hash}  ${path}\n`).join('');
  await writeFile(join(folder, SUMS), list, WRITTEN);
  await writeFile(join(folder, MANIFEST), `${JSON.stringify({ ...of, sums: hashOf(list) }, null, 2)}\n`, WRITTEN);
}

/**
 * The manifest of a backup, and its hashes by path.
 * @throws Error where there is none, or the list is not the one it names
 */
export async function readManifest(folder: string): Promise<{ manifest: Manifest; sums: Map<string, string> }> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null) throw new Error('There is no whole backup in this folder: it has no manifest.json.');
  const manifest = manifestSchema.parse(JSON.parse(text));
  const list = await readFile(join(folder, SUMS), 'utf8');
  if (hashOf(list) !== manifest.sums) throw new Error(`${SUMS} is not as it was written.`);
  const lines = list.split('\n').filter(Boolean);
  return { manifest, sums: new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)])) };
}

/** @throws Error where a file is missing or not as it was written */
export async function checkFile(folder: string, path: string, hash: string | undefined): Promise<void> {
  if ((await hashOfFile(join(folder, path)).catch(() => null)) !== hash)
    throw new Error(`${path} is missing, or is not as it was written.`);
}

export const hashOf = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}
