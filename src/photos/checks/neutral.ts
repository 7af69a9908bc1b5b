import type { Finding } from '../finding.js';
import { boxEvidence, distance, outlineOf, shapeOf, spotOf } from '../measures/face-shape.js';
import { FACE_SIDES, LIPS_OUTLINE, MOUTH_CORNERS } from '../measures/mesh-points.js';
import type { Scene } from './scene.js';

/** Width of the mouth as a share of the face's: good portraits 0.32 to 0.39, smiles 0.42 and more. Mouths differ, so this is weak. */
const LIMIT = 0.41;
const BAND = [0.39, 0.43] as const;

/** Whether the person seems to smile. Only ever information: the measure is too weak to ask anything of anybody (PHOTO.md 3). */
export function checkNeutral({ analysis, picture }: Scene): Finding[] {
  const { face } = analysis;
  if (face === null) return [];
  const width = distance(spotOf(face, MOUTH_CORNERS[0]), spotOf(face, MOUTH_CORNERS[1]));
  const measured = Math.round((width / distance(spotOf(face, FACE_SIDES[0]), spotOf(face, FACE_SIDES[1]))) * 1000) / 1000;
  const smiles = measured > LIMIT;
  return [
    {
      check: 'neutral',
      outcome: smiles ? 'information' : 'pass',
      measured,
      limit: LIMIT,
      unit: 'share',
      reason: null,
      ...(measured >= BAND[0] && measured <= BAND[1] ? { band: BAND } : {}),
      ...(smiles ? { evidence: [boxEvidence(outlineOf(face, LIPS_OUTLINE), picture, shapeOf(face).eyesToChin * 0.04)] } : {}),
    },
  ];
}
