import type { Face } from '../engine/analysis.js';
import type { Pixels } from '../file/pixels.js';
import type { Finding } from '../finding.js';
import { coveringOf } from '../measures/cover.js';
import { boxEvidence, outlineOf, shapeOf } from '../measures/face-shape.js';
import { LEFT_CHEEK, LIPS_OUTLINE, NOSTRILS_OUTLINE, RIGHT_CHEEK } from '../measures/mesh-points.js';
import { viewOf } from '../measures/view.js';
import { answer } from './answer.js';
import type { Scene } from './scene.js';

/** How clearly lips show: 7 or more in good portraits, 5.5 in too dark ones and with skin-coloured make-up, 0 behind cloth. */
const LIPS = { limit: 4, band: [3, 5] } as const;
/** C* from cheek to cheek: up to 4.7 in good portraits, 11 where one lies in shade, 14 in poor JPEGs, 30 with a coloured glove. */
const CHEEKS = { limit: 18, band: [15, 21] } as const;

/**
 * Nothing covers the face: no mask, scarf or hand. Coverings of the hair, worn for religion or health, are fine and not
 * looked at (IRCC's photograph specifications); neither are beards and make-up, and skin is only compared with itself.
 */
export function checkFaceVisible(scene: Scene): Finding[] {
  const { analysis, picture } = scene;
  const { face } = analysis;
  if (face === null || !isWhole(face, picture)) return [];
  const view = viewOf(scene);
  const { lips, cheeks } = coveringOf(face, view, view.scale);
  const margin = shapeOf(face).eyesToChin * 0.06;
  const box = (points: readonly number[]) => [boxEvidence(outlineOf(face, points), picture, margin)];
  const about = { check: 'face_visible', reason: 'features_not_visible' } as const;
  if (lips >= LIPS.limit && cheeks > CHEEKS.limit) {
    const evidence = box([...RIGHT_CHEEK, ...LEFT_CHEEK]);
    return [answer({ ...about, aspect: 'side', fails: true, measured: cheeks, ...CHEEKS, unit: 'C*', evidence })];
  }
  const evidence = box([...LIPS_OUTLINE, ...NOSTRILS_OUTLINE]);
  return [answer({ ...about, aspect: 'mouth', fails: lips < LIPS.limit, measured: lips, ...LIPS, unit: 'L*', evidence })];
}

/** A mouth or a cheek beyond the picture's edge is cut off, not covered: that is for `centring` and `head_size` to say. */
const isWhole = (face: Face, { width, height }: Pixels): boolean =>
  outlineOf(face, [...LIPS_OUTLINE, ...RIGHT_CHEEK, ...LEFT_CHEEK]).every(([x, y]) => x >= 0 && y >= 0 && x < width && y < height);
