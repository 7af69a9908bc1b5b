import type { Detection } from '../engine/analysis.js';

/**
 * A second face counts from this share of the first one's area: somebody who stands behind. Smaller ones are prints on
 * clothes, portraits on a wall, and faces the detector sees in folds.
 */
const SECOND_FACE = 0.08;

/** The faces that are persons in the photo (S21): those large enough. The engine gives real ones only, the largest first. */
export function personsOf(detections: readonly Detection[]): Detection[] {
  const [first] = detections;
  return detections.filter((face) => face === first || areaOf(face) > SECOND_FACE * areaOf(first!));
}

const areaOf = ({ width, height }: Detection): number => width * height;
