import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckName } from '../../src/photos/finding.js';
import { PEOPLE_HALVES } from './halves.js';

/** A place in pixels of the picture as it is stored. */
export type Place = readonly [x: number, y: number];

/** Points placed by hand, by name; `headMm` is what they make of a photo of 70 mm. */
export interface Truth {
  readonly crown: Place;
  readonly chin: Place;
  readonly [name: string]: unknown;
}

/** One row of the manifest. */
export interface Portrait {
  /** Below the folder. */
  readonly file: string;
  readonly subject: string;
  readonly kind: 'compliant' | 'natural' | 'noface';
  /** What it must be returned for; nothing when it is good. `no_face` of the manifest is our `one_face`. */
  readonly expected: readonly CheckName[];
  /** As the people said themselves; empty where they were not asked. */
  readonly group: string;
  readonly truth: Truth | null;
  /** Whose picture it is, and under which licence; to be named wherever results are published. */
  readonly credit: string;
}

/** The halves of the people, and all of them. */
export const HALVES = [...PEOPLE_HALVES, 'all'] as const;
export type Half = (typeof HALVES)[number];

/** Reads DIR/manifest.csv. Throws when it is not there, or not one. */
export function readPortraits(folder: string, half: Half, halfOf: (subject: string) => Half): Portrait[] {
  const [header, ...rows] = parseCsv(readFileSync(join(folder, 'manifest.csv'), 'utf8'));
  if (!header?.includes('expected_fail')) throw new Error('manifest.csv has no column expected_fail');
  return rows
    .map((row) => portraitOf(Object.fromEntries(header.map((name, n) => [name, row[n] ?? '']))))
    .filter(({ subject }) => half === 'all' || halfOf(subject) === half);
}

function portraitOf(row: Record<string, string>): Portrait {
  const file = row.file ?? '';
  const kind = file.split('/')[0] as Portrait['kind'];
  const expected = (row.expected_fail ?? '').split(';').filter((name) => name !== '' && name !== 'compliant');
  return {
    file,
    subject: subjectOf(file),
    kind,
    expected: expected.map((name) => (name === 'no_face' ? 'one_face' : name) as CheckName),
    group: row.ethnicity ?? '',
    credit: [row.attribution, row.licence].filter(Boolean).join(', '),
    truth: row.ground_truth_px ? (JSON.parse(row.ground_truth_px) as Truth) : null,
  };
}

/** The person's number where the name has one, otherwise the name: photos of one person stay together. */
export function subjectOf(file: string): string {
  const name = (file.split('/').pop() ?? file).replace(/\.\w+$/, '');
  return /^(\d+)$/.exec(name)?.[1] ?? /_(\d{3})_/.exec(name)?.[1] ?? name;
}

/** Commas between, quotes round what has commas in it, two quotes for one (RFC 4180). */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, field, quoted] = [[] as string[], '', false];
  const endRow = (): void => {
    if (row.length > 0 || field !== '') rows.push([...row, field]);
    [row, field] = [[], ''];
  };
  for (let n = 0; n < text.length; n++) {
    const sign = text[n]!;
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[n + 1] === '"') field += text[n++ + 1]!;
      else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ',') [row, field] = [[...row, field], ''];
    else if (sign === '\n') endRow();
    else if (sign !== '\r') field += sign;
  }
  endRow();
  return rows;
}
