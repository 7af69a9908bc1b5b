import type { Finding } from '../finding.js';
import { outlineEvidence } from '../measures/face-shape.js';
import { eyesOf, openness } from '../measures/eye-state.js';
import { answer } from './answer.js';
import type { Scene } from './scene.js';

/**
 * Openness of the worse eye, 1 being ordinary. Good portraits of all groups, natural photos and smiles have 0.88 or more,
 * behind thick frames 0.86; eyes with a third of their opening 0.76 or less, but for very wide eyes, which then look as
 * others' do.
 */
const LIMIT = 0.82;
const BAND = [0.76, 0.88] as const;

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
