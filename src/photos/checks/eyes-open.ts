import type { Finding } from '../finding.js';
import { outlineEvidence } from '../measures/face-shape.js';
import { eyesOf, openness } from '../measures/eye-state.js';
import { answer } from './answer.js';
import type { Scene } from './scene.js';

/**
 * Openness of the worse eye, 1 being ordinary. Good portraits have 0.88 or more, 0.87 behind clear glasses; somebody with
 * narrow eyes 0.74, or 0.70 behind glasses. Eyes with a third of their opening have 0.25 to 0.68, closed ones up to 0.66,
 * with lashes over all of the eye. The limit lies close above these, so that narrow eyes have the room.
 */
const LIMIT = 0.69;
const BAND = [0.62, 0.8] as const;

/** Both eyes are open. Openness: see `openness`. */
export function checkEyesOpen({ analysis, picture }: Scene): Finding[] {
  const { face } = analysis;
  if (face === null) return [];
  const { right, left } = eyesOf(face, picture);
  const [worse, other] = openness(right) < openness(left) ? [right, left] : [left, right];
  const measured = openness(worse);
  const both = openness(other) <= LIMIT;
  return [
    answer({
      check: 'eyes_open',
      aspect: measured >= BAND[0] ? 'nearly' : both ? 'both' : 'one',
      fails: measured < LIMIT,
      measured: Math.max(0, measured),
      limit: LIMIT,
      band: BAND,
      unit: '',
      reason: 'features_not_visible',
      evidence: (both ? [right, left] : [worse]).map(({ outline }) => outlineEvidence(outline, picture)),
    }),
  ];
}
