import { CHECKS, type CheckName } from '../../src/photos/finding.js';
import { EQUALS } from './equals.js';
import type { Half, Portrait } from './portraits.js';
import type { Trials } from './run.js';
import { fisherExact, mean, quantile, type Rate, rateOf } from './statistics.js';
import { type FramingTrial, type Trial, warned } from './trial.js';

/** Everything the report says. Shares are 0 to 1, times in milliseconds, memory in bytes. */
export interface Evaluation {
  readonly half: Half;
  readonly pictures: number;
  readonly portraits: number;
  /** Good portraits, judged as they are, at which a check warns. */
  readonly falseReturns: Readonly<Record<string, Rate>>;
  readonly anyFalseReturn: Rate;
  readonly defects: readonly DefectResult[];
  /** False returns by group, and how likely groups differ as much by chance. */
  readonly groups: {
    readonly any: GroupResult;
    readonly checks: Readonly<Record<string, GroupResult>>;
    readonly misses: Readonly<Record<string, Rate>>;
  };
  readonly head: { readonly measured: number; readonly mean: number; readonly p95: number; readonly max: number };
  readonly suggested: {
    readonly framed: number;
    readonly passing: number;
    readonly withoutAnyFinding: number;
    readonly truthWithinLimits: number;
    readonly complaints: Readonly<Record<string, number>>;
  };
  readonly natural: readonly NaturalResult[];
  readonly times: { readonly median: number; readonly p95: number; readonly judged: number };
  readonly peakMemory: number;
  readonly equals: typeof EQUALS;
  readonly credits: readonly string[];
}

export interface DefectResult {
  readonly defect: string;
  readonly expected: string;
  /** Missed; of `none`, wrongly warned. */
  readonly missed: Rate;
  /** Subject and group of each, so that a defect that is missed at one group shows. */
  readonly missedAt: readonly string[];
  /** What else warned, and how often. */
  readonly others: Readonly<Record<string, number>>;
}

export interface GroupResult {
  readonly rates: Readonly<Record<string, Rate>>;
  readonly p: number;
}

export interface NaturalResult {
  readonly file: string;
  readonly expected: readonly CheckName[];
  /** Of the expected: those that warn, and those only told as information, because a warned cause explains them or the measure is not sure. */
  readonly found: readonly CheckName[];
  readonly told: readonly CheckName[];
  readonly missed: readonly CheckName[];
  readonly besides: readonly CheckName[];
}

export function evaluate(half: Half, { trials, framing }: Trials, peakMemory: number): Evaluation {
  const good = trials.filter(({ portrait, defect }) => portrait.kind === 'compliant' && defect === null);
  const defective = trials.filter(({ defect }) => defect !== null);
  const returned = (check: CheckName) => good.filter(({ findings }) => warned(findings).includes(check));
  const anyReturned = good.filter(({ findings }) => warned(findings).length > 0);
  const times = trials.map(({ milliseconds }) => milliseconds);
  return {
    half,
    pictures: trials.length,
    portraits: good.length,
    falseReturns: Object.fromEntries(CHECKS.map((check) => [check, rateOf(returned(check).length, good.length)])),
    anyFalseReturn: rateOf(anyReturned.length, good.length),
    defects: [...new Set(defective.map(({ defect }) => defect!))].map((defect) =>
      defectResult(
        defect,
        defective.filter((trial) => trial.defect === defect),
      ),
    ),
    groups: {
      any: groupResult(good, (trial) => warned(trial.findings).length > 0),
      checks: Object.fromEntries(CHECKS.map((check) => [check, groupResult(good, (trial) => warned(trial.findings).includes(check))])),
      misses: groupResult(defective, isMissed).rates,
    },
    head: headResult(framing),
    suggested: suggestedResult(framing),
    natural: trials.filter(({ portrait }) => portrait.kind !== 'compliant').map(naturalResult),
    times: { median: quantile(times, 0.5), p95: quantile(times, 0.95), judged: times.length },
    peakMemory,
    equals: EQUALS,
    credits: [...new Set(trials.map(({ portrait }) => portrait.credit))].filter(Boolean),
  };
}

/** Neither the expected check nor one that is its equal warns; at `none` a warning is the fault. */
function isMissed({ expected, defect, findings }: Trial): boolean {
  const found = warned(findings);
  if (expected === 'none') return found.length > 0;
  return ![expected!, ...(EQUALS[defect!] ?? [])].some((check) => found.includes(check));
}

function defectResult(defect: string, trials: readonly Trial[]): DefectResult {
  const expected = trials[0]!.expected!;
  const missed = trials.filter(isMissed);
  const others = trials.flatMap(({ findings }) => warned(findings)).filter((check) => check !== expected);
  return {
    defect,
    expected,
    missed: rateOf(missed.length, trials.length),
    missedAt: missed.map(({ portrait }) => (portrait.group ? `${portrait.subject} (${portrait.group})` : portrait.subject)),
    others: counted(others),
  };
}

function groupResult<T extends { readonly portrait: Portrait }>(trials: readonly T[], hit: (trial: T) => boolean): GroupResult {
  const groups = [...new Set(trials.map(({ portrait }) => portrait.group))].sort();
  const rates = groups.map((group) => {
    const members = trials.filter(({ portrait }) => portrait.group === group);
    return [group, rateOf(members.filter(hit).length, members.length)] as const;
  });
  // pictures of one person are not independent: only of good portraits, one a person, a test is meant
  const once = new Set(trials.map(({ portrait }) => portrait.subject)).size === trials.length;
  return { rates: Object.fromEntries(rates), p: once ? fisherExact(rates.map(([, { hits, of }]) => [hits, of])) : Number.NaN };
}

function headResult(framing: readonly FramingTrial[]): Evaluation['head'] {
  const errors = framing.flatMap(({ headError }) => (headError === null ? [] : [Math.abs(headError)]));
  return { measured: errors.length, mean: mean(errors), p95: quantile(errors, 0.95), max: quantile(errors, 1) };
}

/** Where there is no frame or no face in it, neither the head's size nor its place was judged: that is no pass. */
const UNFRAMED: readonly CheckName[] = ['dimensions', 'one_face', 'head_size', 'centring'];

function suggestedResult(framing: readonly FramingTrial[]): Evaluation['suggested'] {
  const of = (test: (trial: FramingTrial) => boolean): number => framing.filter(test).length;
  return {
    framed: framing.length,
    passing: of(({ complaints }) => !complaints.some((check) => UNFRAMED.includes(check))),
    withoutAnyFinding: of(({ complaints }) => complaints.length === 0),
    truthWithinLimits: of(({ truthMm }) => truthMm !== null && truthMm >= 31 && truthMm <= 36),
    complaints: counted(framing.flatMap(({ complaints }) => complaints)),
  };
}

function naturalResult({ portrait, findings }: Trial): NaturalResult {
  const { file, expected } = portrait;
  const warns = warned(findings);
  const informs = findings.filter(({ outcome }) => outcome === 'information').map(({ check }) => check);
  const found = expected.filter((check) => warns.includes(check));
  const told = expected.filter((check) => !found.includes(check) && informs.includes(check));
  const missed = expected.filter((check) => !found.includes(check) && !told.includes(check));
  return { file, expected, found, told, missed, besides: warns.filter((check) => !expected.includes(check)) };
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
