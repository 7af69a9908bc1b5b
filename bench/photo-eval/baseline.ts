import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Evaluation } from './evaluation.js';
import type { PeopleHalf } from './halves.js';

/** What must not get worse, and is the same on every machine: counts and shares, no times. */
export interface Baseline {
  readonly portraits: number;
  readonly pictures: number;
  readonly falseReturns: Readonly<Record<string, number>>;
  readonly anyFalseReturn: number;
  readonly missed: Readonly<Record<string, number>>;
  readonly head: { readonly mean: number; readonly p95: number; readonly max: number };
  readonly suggestedPassing: number;
  readonly naturalMissed: number;
}
type BaselineFile = Partial<Record<PeopleHalf, Baseline>>;

/** Last digits may differ between processors. */
const HEAD_TOLERANCE = 0.001;

export const baselineOf = (evaluation: Evaluation): Baseline => ({
  portraits: evaluation.portraits,
  pictures: evaluation.pictures,
  falseReturns: Object.fromEntries(Object.entries(evaluation.falseReturns).map(([check, { hits }]) => [check, hits])),
  anyFalseReturn: evaluation.anyFalseReturn.hits,
  missed: Object.fromEntries(evaluation.defects.map(({ defect, missed }) => [defect, missed.hits])),
  head: { mean: rounded(evaluation.head.mean), p95: rounded(evaluation.head.p95), max: rounded(evaluation.head.max) },
  suggestedPassing: evaluation.suggested.passing,
  naturalMissed: evaluation.natural.flatMap(({ missed }) => missed).length,
});

/** Null when the file has nothing about that half. */
export function readBaseline(file: string, half: PeopleHalf): Baseline | null {
  return existsSync(file) ? ((JSON.parse(readFileSync(file, 'utf8')) as BaselineFile)[half] ?? null) : null;
}

/** Keeps what the file says of the other half. */
export function writeBaseline(file: string, half: PeopleHalf, baseline: Baseline): void {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BaselineFile) : {};
  writeFileSync(file, `${JSON.stringify({ ...kept, [half]: baseline }, null, 2)}\n`);
}

/** Counts of other pictures can't be compared. */
export const ofTheSameData = (one: Baseline, other: Baseline): boolean =>
  one.portraits === other.portraits && one.pictures === other.pictures;

/** Every figure that is worse than before, in words; nothing when all are as good. Both are of the same data. */
export function worsenings(before: Baseline, now: Baseline): string[] {
  const more = (what: string, was: number, is: number): string[] => (is > was ? [`${what}: ${was} before, ${is} now`] : []);
  const moreOf = (what: string, was: Readonly<Record<string, number>>, is: Readonly<Record<string, number>>): string[] =>
    Object.entries(is).flatMap(([name, count]) => more(`${what} ${name}`, was[name] ?? 0, count));
  // not "larger than": where no head was found at all there is no number, and that is worse
  const heads = (['mean', 'p95', 'max'] as const).filter((key) => !(now.head[key] <= before.head[key] + HEAD_TOLERANCE));
  return [
    ...moreOf('good portraits warned by', before.falseReturns, now.falseReturns),
    ...more('good portraits warned by any check', before.anyFalseReturn, now.anyFalseReturn),
    ...moreOf('missed', before.missed, now.missed),
    ...heads.map((key) => `error of the head's height, ${key}: ${before.head[key]} before, ${now.head[key]} now`),
    ...more('suggested frames that do not pass', before.portraits - before.suggestedPassing, now.portraits - now.suggestedPassing),
    ...more('labels of natural photos missed', before.naturalMissed, now.naturalMissed),
  ];
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
