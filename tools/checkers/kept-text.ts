import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../src/config.js';

const KEPT = join(ROOT, 'test', 'transcripts');

/** Keeps what was heard in test/transcripts, to be read. */
export function keep(file: string, lines: readonly string[]): void {
  const path = join(KEPT, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${lines.join('\n')}\n`);
}

/** @returns what is kept in a folder */
export const keptIn = (folder: string): string[] => readdirSync(join(KEPT, folder)).map((file) => join(folder, file));

/** @returns the first line that is not as it was kept; null where none differs */
export function changeOf(file: string, lines: readonly string[]): string | null {
  const path = join(KEPT, file);
  if (!existsSync(path)) return `${file} was never kept: read it, and keep it with --accept`;
  const kept = readFileSync(path, 'utf8').trimEnd().split('\n');
  const at = [...lines, null].findIndex((line, number) => line !== (kept[number] ?? null));
  return at < 0 ? null : `${file}, line ${at + 1}: "${lines[at] ?? ''}", where it was "${kept[at] ?? ''}"`;
}
