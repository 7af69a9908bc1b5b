import type { Scene } from '../checks/scene.js';
import type { Face } from '../engine/analysis.js';
import { distance, outlineOf, spotOf } from './face-shape.js';
import { binAtShare } from './histogram.js';
import {
  LEFT_EYE_CORNERS,
  LEFT_EYE_OUTLINE,
  LEFT_IRIS,
  LEFT_LIDS,
  RIGHT_EYE_CORNERS,
  RIGHT_EYE_OUTLINE,
  RIGHT_IRIS,
  RIGHT_LIDS,
} from './mesh-points.js';
import { eachRun } from './polygon.js';

/** The white of the better seen eye: everybody has one, and it is white whatever the skin. */
export interface Sclera {
  /** Brightness as stored, 0 to 255, that a fifth of it exceeds. */
  readonly bright: number;
  /** Mean of its lighter half, 0 to 255 as stored. */
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** Times as bright as the darkest tenth of the open eye: near 1 where no iris shows, so that this is no sclera. */
  readonly contrast: number;
  /** `bright` of the other eye, where it is open as well. */
  readonly other: number | null;
}

const RIGHT = { outline: RIGHT_EYE_OUTLINE, iris: RIGHT_IRIS, lids: RIGHT_LIDS, corners: RIGHT_EYE_CORNERS };
const LEFT = { outline: LEFT_EYE_OUTLINE, iris: LEFT_IRIS, lids: LEFT_LIDS, corners: LEFT_EYE_CORNERS };
type Eye = typeof RIGHT | typeof LEFT;

/** Fewer pixels beside the iris are not enough: a narrow or a closed eye. */
const LEAST_PIXELS = 12;
/** The rim of the iris is soft; so much wider is not sclera yet. */
const IRIS_RIM = 1.12;
/** Lids nearer than this share of the eye's width hide the sclera. */
const LEAST_OPENING = 0.1;

/** Null without a face, and where neither eye is open enough. Measured once for a photo, however many checks ask. */
export function measureSclera(scene: Scene): Sclera | null {
  const known = measured.get(scene);
  if (known !== undefined) return known;
  const sclera = betterOf(scene);
  measured.set(scene, sclera);
  return sclera;
}
const measured = new WeakMap<Scene, Sclera | null>();

function betterOf({ picture, analysis: { face } }: Scene): Sclera | null {
  if (face === null) return null;
  const [right, left] = [lookAt(RIGHT, face, picture), lookAt(LEFT, face, picture)];
  if (right === null || left === null) return right ?? left;
  return right.bright >= left.bright ? { ...right, other: left.bright } : { ...left, other: right.bright };
}

const whites = new Uint32Array(256);
const eye = new Uint32Array(256);

function lookAt({ outline, iris, lids, corners }: Eye, face: Face, picture: Scene['picture']): Sclera | null {
  const opening = Math.max(...lids.map(([upper, lower]) => distance(spotOf(face, upper), spotOf(face, lower))));
  if (opening < LEAST_OPENING * distance(spotOf(face, corners[0]), spotOf(face, corners[1]))) return null;
  const middle = spotOf(face, iris.middle);
  const radius = (distance(spotOf(face, iris.sides[0]), spotOf(face, iris.sides[1])) / 2) * IRIS_RIM;
  whites.fill(0);
  eye.fill(0);
  let [count, whole] = [0, 0];
  const polygon = outlineOf(face, outline);
  eachRun(polygon, picture, (y, from, to) => {
    for (let x = from; x <= to; x++) {
      const bright = brightness(picture.data, (y * picture.width + x) * 3);
      eye[bright]!++;
      whole++;
      if (Math.hypot(x - middle[0], y - middle[1]) <= radius) continue;
      whites[bright]!++;
      count++;
    }
  });
  if (count < LEAST_PIXELS) return null;
  const [half, bright] = [binAtShare(whites, count, 0.5), binAtShare(whites, count, 0.8)];
  let [red, green, blue, seen] = [0, 0, 0, 0];
  eachRun(polygon, picture, (y, from, to) => {
    for (let x = from; x <= to; x++) {
      if (Math.hypot(x - middle[0], y - middle[1]) <= radius) continue;
      const at = (y * picture.width + x) * 3;
      if (brightness(picture.data, at) < half) continue;
      red += picture.data[at]!;
      green += picture.data[at + 1]!;
      blue += picture.data[at + 2]!;
      seen++;
    }
  });
  const contrast = (bright + 1) / (binAtShare(eye, whole, 0.1) + 1);
  return { bright, red: red / seen, green: green / seen, blue: blue / seen, contrast, other: null };
}

const brightness = (data: Uint8Array, at: number): number => (54 * data[at]! + 183 * data[at + 1]! + 19 * data[at + 2]! + 128) >> 8;
