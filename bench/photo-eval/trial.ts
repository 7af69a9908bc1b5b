import type { CheckName, Finding } from '../../src/photos/finding.js';
import type { Portrait } from './portraits.js';

/** One picture, judged as it is. */
export interface Trial {
  readonly portrait: Portrait;
  /** The defect that was made; null for the picture itself. */
  readonly defect: string | null;
  /** Of a defect: what must warn, `none` when nothing may. */
  readonly expected: CheckName | 'none' | null;
  readonly findings: readonly Finding[];
  readonly milliseconds: number;
}

/** What the suggested frame makes of a good portrait. */
export interface FramingTrial {
  readonly portrait: Portrait;
  /** Height of the head by the models against by hand, as a share of the latter; null when no face was found. */
  readonly headError: number | null;
  /** Checks that do not pass in the suggested frame. */
  readonly complaints: readonly CheckName[];
  /** The hand-placed head in the suggested frame, in millimetres of the photo; null without a frame. */
  readonly truthMm: number | null;
}

/** The checks that ask something of the person. */
export const warned = (findings: readonly Finding[]): CheckName[] => [
  ...new Set(findings.filter(({ outcome }) => outcome === 'warning' || outcome === 'must_fix').map(({ check }) => check)),
];
