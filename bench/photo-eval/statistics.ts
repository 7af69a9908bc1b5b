// Exact statistics of small counts. Pure functions; nothing is approximated by a normal curve.

/** A share and how far it may be from the truth. */
export interface Rate {
  readonly hits: number;
  readonly of: number;
  /** From and to, 95 % (Clopper and Pearson 1934): on the safe side for small counts. */
  readonly interval: readonly [number, number];
}

export const rateOf = (hits: number, of: number): Rate => ({ hits, of, interval: clopperPearson(hits, of) });

/** The shares, 0 to 1, from which so many hits or more, and so many or fewer, are at least half of `1 - confidence` likely. */
export function clopperPearson(hits: number, of: number, confidence = 0.95): readonly [number, number] {
  if (of === 0) return [0, 1];
  const tail = (1 - confidence) / 2;
  const low = hits === 0 ? 0 : shareWhere((share) => atLeast(hits, of, share) < tail);
  const high = hits === of ? 1 : shareWhere((share) => 1 - atLeast(hits + 1, of, share) >= tail);
  return [low, high];
}

/** How many were hit, of how many: one group. */
export type Group = readonly [hits: number, of: number];

/**
 * Fisher's exact test between two groups, and Freeman and Halton's (1951) between more: how likely hits fall as unevenly
 * as this or more so, when the group makes no difference. 1 when there is nothing to compare.
 */
export function fisherExact(groups: readonly Group[]): number {
  const total = groups.reduce((sum, [hits]) => sum + hits, 0);
  const all = groups.reduce((sum, [, of]) => sum + of, 0);
  const denominator = logChoose(all, total);
  const observed = groups.reduce((sum, [hits, of]) => sum + logChoose(of, hits), 0) - denominator;
  let p = 0;
  const spread = (group: number, left: number, log: number): void => {
    if (group === groups.length) {
      // tables as likely as the observed one count as well, whatever the last digit
      if (left === 0 && log - denominator <= observed + 1e-7) p += Math.exp(log - denominator);
      return;
    }
    const of = groups[group]![1];
    for (let hits = 0; hits <= Math.min(of, left); hits++) spread(group + 1, left - hits, log + logChoose(of, hits));
  };
  spread(0, total, 0);
  return Math.min(1, p);
}

/** The value below which so much of the sorted values lies; NaN without any. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The probability of `hits` or more of `of`, each with this share. */
function atLeast(hits: number, of: number, share: number): number {
  if (share <= 0) return hits === 0 ? 1 : 0;
  if (share >= 1) return 1;
  let sum = 0;
  for (let n = hits; n <= of; n++) sum += Math.exp(logChoose(of, n) + n * Math.log(share) + (of - n) * Math.log1p(-share));
  return Math.min(1, sum);
}

/** Where a condition that holds for small shares stops holding. */
function shareWhere(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const LOG_FACTORIALS = [0];

function logFactorial(n: number): number {
  for (let next = LOG_FACTORIALS.length; next <= n; next++) LOG_FACTORIALS.push(LOG_FACTORIALS[next - 1]! + Math.log(next));
  return LOG_FACTORIALS[n]!;
}

const logChoose = (of: number, hits: number): number => logFactorial(of) - logFactorial(hits) - logFactorial(of - hits);
