import type { Evidence, Finding } from '../finding.js';
import { pointsEvidence } from '../measures/face-shape.js';
import { type HeadMeasure, headOf } from '../measures/head.js';
import { answer } from './answer.js';
import type { Scene } from './scene.js';

/** From the middle of the width to the middle of the eyes, as a share of the width. ISO 19794-5 asks for 0.05 in a passport photo. */
const ASIDE = { limit: 0.09, band: [0.07, 0.11] } as const;
/** The chin ends above this share of the height, or the neck and shoulders are missing (PHOTO.md 3). */
const LOWEST_CHIN = { limit: 0.86, band: [0.85, 0.87] } as const;
/** Least share of the height above hair or covering: 8 pixels of 1000 (PHOTO.md 3). */
const LEAST_ABOVE = { limit: 0.008, band: [0.004, 0.012] } as const;

type Size = { readonly width: number; readonly height: number };

/** The whole head is in the picture, and in its middle: one finding for each fault, or one that passes. Shares of a side. */
export function checkCentring({ analysis, picture }: Scene): Finding[] {
  const { face, mask } = analysis;
  if (face === null) return [];
  const head = headOf(face, mask, picture);
  const faults = [cutAbove(head, picture), chinTooLow(head, picture), aside(head, picture)];
  const failing = faults.filter(({ outcome }) => outcome === 'warning');
  return failing.length > 0 ? failing : [faults[2]!];
}

function cutAbove({ top, cut }: HeadMeasure, size: Size): Finding {
  const measured = cut ? 0 : Math.max(0, top.y / size.height);
  return finding(
    'top',
    measured < LEAST_ABOVE.limit,
    measured,
    LEAST_ABOVE,
    [pointsEvidence([[top.x, top.y]], size)],
    'features_not_visible',
  );
}

function chinTooLow({ chin }: HeadMeasure, size: Size): Finding {
  const measured = chin.y / size.height;
  return finding(
    'chin',
    measured > LOWEST_CHIN.limit,
    measured,
    LOWEST_CHIN,
    [pointsEvidence([[chin.x, chin.y]], size)],
    'features_not_visible',
  );
}

function aside({ eyes }: HeadMeasure, size: Size): Finding {
  const middle: readonly [number, number] = [(eyes[0].x + eyes[1].x) / 2, (eyes[0].y + eyes[1].y) / 2];
  const measured = Math.abs(middle[0] / size.width - 0.5);
  return finding('side', measured > ASIDE.limit, measured, ASIDE, [pointsEvidence([middle], size)], 'other');
}

function finding(
  aspect: string,
  fails: boolean,
  measured: number,
  { limit, band }: { readonly limit: number; readonly band: readonly [number, number] },
  evidence: readonly Evidence[],
  reason: Finding['reason'],
): Finding {
  return answer({ check: 'centring', aspect, fails, measured, limit, band, unit: 'share', reason, evidence });
}
