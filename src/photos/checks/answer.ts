import type { Finding } from '../finding.js';

/** What a check found out, before it is said whether that is good. */
type Given = Omit<Finding, 'outcome' | 'reason'> & {
  readonly fails: boolean;
  /** The reason for return it would lead to (S17). */
  readonly reason: Finding['reason'];
};

/** Quality warns and never blocks: a person decides (S24, S29). The reason, the place and the aspect are told only when it warns. */
export function answer({ fails, reason, evidence, aspect, band, measured, ...rest }: Given): Finding {
  const unsure = band !== undefined && measured !== null && measured >= band[0] && measured <= band[1];
  return {
    ...rest,
    measured: measured === null ? null : Math.round(measured * 1000) / 1000,
    outcome: fails ? 'warning' : 'pass',
    reason: fails ? reason : null,
    ...(fails && aspect !== undefined ? { aspect } : {}),
    ...(fails && evidence !== undefined ? { evidence } : {}),
    ...(unsure ? { band } : {}),
  };
}
