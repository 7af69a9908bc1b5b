import type { Finding } from '../finding.js';
import { outlineEvidence } from '../measures/face-shape.js';
import { eyesOf, openness } from '../measures/eye-state.js';
import { answer } from './answer.js';
import type { Scene } from './scene.js';

/**
 * Openness of the worse eye, 1 being ordinary. Good portraits have 0.84 or more, behind clear glasses as well; somebody
 * with narrow eyes 0.75, or 0.73 behind glasses. Eyes with a third of their opening have 0.35 to 0.7, very wide ones up to
 * 0.9, which then look as others' do; closed eyes up to 0.6.
 */
const LIMIT = 0.71;
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
