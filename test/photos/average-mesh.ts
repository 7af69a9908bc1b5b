import { type CanonicalFace, readCanonicalFace } from '../../src/photos/engine/canonical-face.js';
import {
  INNER_LIPS_OUTLINE,
  LEFT_EYE_OUTLINE,
  LEFT_IRIS,
  LIPS_OUTLINE,
  MOUTH_CORNERS,
  RIGHT_EYE_OUTLINE,
  RIGHT_IRIS,
} from '../../src/photos/measures/mesh-points.js';

/** Pixels; openings and gap are shares of `unit`. */
export interface MeshWishes {
  readonly middle: readonly [x: number, y: number];
  /** From the eyes to the chin. */
  readonly unit: number;
  readonly openings: readonly [right: number, left: number];
  readonly gap: number;
  readonly mouthWidth: number;
}

let read: CanonicalFace | undefined;
const average = (): CanonicalFace => (read ??= readCanonicalFace());

/** The average face of MediaPipe, laid into the picture, with lids and lips as wished. */
export function averageMesh({ middle, unit, openings, gap, mouthWidth }: MeshWishes): Float32Array {
  const { points } = average();
  const eyes = [33, 133, 362, 263].map((number) => points[3 * number + 1]!);
  const eyesHeight = eyes.reduce((sum, y) => sum + y, 0) / eyes.length;
  const scale = unit / (eyesHeight - points[3 * 152 + 1]!);
  const mesh = new Float32Array(478 * 3);
  for (let n = 0; n < 468; n++) {
    mesh[3 * n] = middle[0] + points[3 * n]! * scale;
    mesh[3 * n + 1] = middle[1] - (points[3 * n + 1]! - eyesHeight) * scale;
    mesh[3 * n + 2] = -points[3 * n + 2]! * scale;
  }
  const [right, left] = openings;
  openEye(mesh, RIGHT_EYE_OUTLINE, [33, 133], RIGHT_IRIS, right * unit, unit);
  openEye(mesh, LEFT_EYE_OUTLINE, [263, 362], LEFT_IRIS, left * unit, unit);
  openMouth(mesh, gap * unit, mouthWidth);
  return mesh;
}

type Iris = typeof RIGHT_IRIS | typeof LEFT_IRIS;

/** An eye as a lens shape between its corners; the iris stays where it is, whatever the lids do. */
function openEye(
  mesh: Float32Array,
  points: readonly number[],
  corners: readonly [number, number],
  iris: Iris,
  opening: number,
  unit: number,
): void {
  const [[x1, y1], [x2, y2]] = [point(mesh, corners[0]), point(mesh, corners[1])];
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  points.forEach((number, n) => {
    const upper = n > 0 && n < points.length / 2;
    const reach = Math.max(0, 1 - ((mesh[3 * number]! - x) / ((x2 - x1) / 2)) ** 2);
    if (!corners.includes(number)) mesh[3 * number + 1] = y + (upper ? -0.5 : 0.5) * opening * Math.sqrt(reach);
  });
  const radius = unit * 0.055;
  place(mesh, iris.middle, x, y);
  place(mesh, iris.sides[0], x - radius, y);
  place(mesh, iris.sides[1], x + radius, y);
  place(mesh, iris.ends[0], x, y - radius);
  place(mesh, iris.ends[1], x, y + radius);
}

function openMouth(mesh: Float32Array, gap: number, times: number): void {
  const [[x1, y1], [x2, y2]] = [point(mesh, MOUTH_CORNERS[0]), point(mesh, MOUTH_CORNERS[1])];
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const half = ((x2 - x1) / 2) * times;
  for (const number of LIPS_OUTLINE) mesh[3 * number] = x + (mesh[3 * number]! - x) * times;
  INNER_LIPS_OUTLINE.forEach((number, n) => {
    const across = x + (mesh[3 * number]! - x) * times;
    const reach = Math.max(0, 1 - ((across - x) / half) ** 2);
    const down = n > 0 && n < INNER_LIPS_OUTLINE.length / 2;
    place(mesh, number, across, y + (down ? 0.5 : -0.5) * gap * Math.min(1, reach * 1.5));
  });
}

function place(mesh: Float32Array, number: number, x: number, y: number): void {
  mesh[3 * number] = x;
  mesh[3 * number + 1] = y;
}

export const point = (mesh: Float32Array, number: number): readonly [number, number] => [mesh[3 * number]!, mesh[3 * number + 1]!];
