import type { Finding } from '../finding.js';

/** What a check found out, before it is said whether that is good. */
type Given = Omit<Finding, 'outcome' | 'reason'> & {
  readonly fails: boolean;
  /** The reason for return it would lead to (S17). */
  readonly reason: Finding['reason'];
};

/** Finer than every limit is: shares are small, and 0.0024 must not be told as 0.002 beside a limit of 0.0023. */
const rounded = (measured: number, unit: string): number => {
  const steps = unit === 'share' ? 10_000 : 1_000;
  return Math.round(measured * steps) / steps;
};

/** Quality warns and never blocks: a person decides (S24, S29). The reason, the place and the aspect are told only when it warns. */
export function answer({ fails, reason, evidence, aspect, band, measured, ...rest }: Given): Finding {
  const unsure = band !== undefined && measured !== null && measured >= band[0] && measured <= band[1];
  return {
    ...rest,
    measured: measured === null ? null : rounded(measured, rest.unit),
    outcome: fails ? 'warning' : 'pass',
    reason: fails ? reason : null,
    ...(fails && aspect !== undefined ? { aspect } : {}),
    ...(fails && evidence !== undefined ? { evidence } : {}),
    ...(unsure ? { band } : {}),
  };
}
