import type { Finding } from '../finding.js';
import { boxEvidence, outlineOf, shapeOf } from '../measures/face-shape.js';
import { LIPS_OUTLINE } from '../measures/mesh-points.js';
import { lipGap } from '../measures/lip-gap.js';
import { mouthOpening } from '../measures/mouth.js';
import { answer } from './answer.js';
import type { Scene } from './scene.js';

/**
 * Good portraits have up to 0.014 by the mesh and 0.013 by the picture; lips apart by a tenth of the eyes' distance 0.027
 * or more by one of the two, a smile with teeth 0.08.
 */
const LIMIT = 0.02;
const BAND = [0.016, 0.024] as const;

/** The lips are together, by the mesh and by what shows between them. Share of the way from the eyes to the chin. */
export function checkMouthClosed({ analysis, picture }: Scene): Finding[] {
  const { face } = analysis;
  if (face === null) return [];
  const measured = Math.max(mouthOpening(face), lipGap(face, picture));
  return [
    answer({
      check: 'mouth_closed',
      fails: measured > LIMIT,
      measured,
      limit: LIMIT,
      band: BAND,
      unit: 'share',
      reason: 'other',
      evidence: [boxEvidence(outlineOf(face, LIPS_OUTLINE), picture, shapeOf(face).eyesToChin * 0.04)],
    }),
  ];
}
