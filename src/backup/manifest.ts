import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
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
  /** Keys of photos that records name and the store had lost; older backups were made only where there were none. */
  lost: z.array(z.string()).default([]),
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
 * The manifest of a backup, and its hashes by path. No hash covers the manifest, so what it says is held against the list.
 * @throws Error where there is none, it can't be read, or it and the list are not of each other
 */
export async function readManifest(folder: string): Promise<{ manifest: Manifest; sums: Map<string, string> }> {
  await told(folder, stat(folder), `There is no folder ${folder}.`);
  const manifest = manifestIn(await textIn(folder, MANIFEST));
  const list = await textIn(folder, SUMS);
  if (hashOf(list) !== manifest.sums) throw changed(SUMS);
  const lines = list.split('\n').filter(Boolean);
  const sums = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  if (!isOf(manifest, sums)) throw changed(MANIFEST);
  return { manifest, sums };
}

function textIn(folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  return told(file, readFile(file, 'utf8'), `There is no whole backup in this folder: it has no ${name}.`);
}

function manifestIn(text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw changed(MANIFEST); // where it differs from what a program wrote helps nobody
  }
}

/** Exactly its tables are in the list, and so many photos; none of those that it calls lost. */
function isOf({ tables, photos, lost }: Manifest, sums: ReadonlyMap<string, string>): boolean {
  const paths = Object.keys(tables).map(pathOfTable);
  const listed = [...sums.keys()].filter((path) => keyOfPath(path) !== null).length;
  const isWhole = paths.every((path) => sums.has(path)) && paths.length + listed === sums.size;
  return isWhole && listed === photos && !lost.some((key) => sums.has(pathOfPhoto(key)));
}

/** @throws Error where a file is missing, can't be read, or is not as it was written */
export async function checkFile(folder: string, path: string, hash: string | undefined): Promise<void> {
  const file = join(folder, path);
  if ((await told(file, hashOfFile(file), `${path} is missing.`)) !== hash) throw changed(path);
}

/** A file that memory holds. @throws Error as `checkFile` does */
export async function readChecked(folder: string, path: string, hash: string): Promise<Buffer> {
  const file = join(folder, path);
  const bytes = await told(file, readFile(file), `${path} is missing.`);
  if (hashOf(bytes) !== hash) throw changed(path);
  return bytes;
}

const changed = (path: string): Error => new Error(`${path} is not as it was written.`);

/** What was read. A file that is there and can't be read is another matter than a missing one: it is told with its reason. */
async function told<Read>(file: string, reading: Promise<Read>, missing: string): Promise<Read> {
  try {
    return await reading;
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException;
    throw new Error(code === 'ENOENT' ? missing : `${file} can't be read: ${code ?? message}`, { cause: fault });
  }
}

export const hashOf = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}
