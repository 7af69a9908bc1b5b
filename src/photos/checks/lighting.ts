import type { Finding } from '../finding.js';
import { measureSides } from '../measures/face-light.js';
import { outlineEvidence, outlineOf } from '../measures/face-shape.js';
import { FACE_OUTLINE } from '../measures/mesh-points.js';
import { viewOf } from '../measures/view.js';
import { answer } from './answer.js';
import { LIGHTING } from './limits.js';
import type { Scene } from './scene.js';

/** Half of the outline, from the forehead to the chin: first the person's left side, then the right one. */
const HALF = FACE_OUTLINE.length / 2;
const SIDES = { left: FACE_OUTLINE.slice(0, HALF + 1), right: [...FACE_OUTLINE.slice(HALF), FACE_OUTLINE[0]] };

/** No half of the face lies in the shade. A ratio of light, the same for every skin. */
export function checkLighting(scene: Scene): Finding[] {
  const { face } = scene.analysis;
  const sides = measureSides(viewOf(scene));
  if (face === null || sides === null) return [];
  return [
    answer({
      check: 'lighting',
      fails: sides.less > LIGHTING.limit,
      measured: sides.less,
      ...LIGHTING,
      unit: 'share',
      reason: 'features_not_visible',
      evidence: [outlineEvidence(outlineOf(face, SIDES[sides.darker]), scene.picture)],
    }),
  ];
}
