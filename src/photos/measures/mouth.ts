import type { Face } from '../engine/analysis.js';
import { distance, shapeOf, spotOf } from './face-shape.js';
import { INNER_LIPS } from './mesh-points.js';

/** How far the lips are apart, as a share of the way from the eyes to the chin; 0 is closed. */
export function mouthOpening(face: Face): number {
  const gaps = INNER_LIPS.map(([upper, lower]) => distance(spotOf(face, upper), spotOf(face, lower)));
  return Math.max(...gaps) / shapeOf(face).eyesToChin;
}
