import type { Scene } from '../checks/scene.js';
import { bytesFor } from './buffers.js';
import { outlineOf, shapeOf } from './face-shape.js';
import { FACE_OUTLINE } from './mesh-points.js';
import { eachRun, type Polygon } from './polygon.js';

/** A part of a picture in grey. */
export type Grey = { readonly data: Uint8Array; readonly width: number; readonly height: number };

/** Half the width of the blur that is tried on: nine pixels in a row become one. */
const REACH = 4;

/**
 * How blurred a part is, 0 to 1, in the worse direction, so that movement counts too (Crete and others 2007, "The blur
 * effect"). A sharp picture loses most of its steps between neighbours when it is blurred once more, a blurred one hardly
 * any. Between two neighbouring means of nine values only the first and the last value differ.
 */
export function reblur(grey: Grey, polygon: Polygon): number {
  const { data, width, height } = grey;
  const sums = new Float64Array(4); // numbers of its own would be made anew at each sum, since the visit of a run shares them
  const whole = 2 * REACH + 1;
  eachRun(polygon, grey, (y, from, to) => {
    if (y <= REACH || y + REACH >= height) return;
    const end = y * width + Math.min(to, width - REACH - 1);
    for (let n = y * width + Math.max(from, REACH + 1); n <= end; n++) {
      const here = data[n]!;
      const step = Math.abs(here - data[n - 1]!);
      const blurred = Math.abs(data[n + REACH]! - data[n - REACH - 1]!) / whole;
      sums[0]! += step;
      sums[1]! += step < blurred ? step : blurred;
      const stepDown = Math.abs(here - data[n - width]!);
      const blurredDown = Math.abs(data[n + REACH * width]! - data[n - (REACH + 1) * width]!) / whole;
      sums[2]! += stepDown;
      sums[3]! += stepDown < blurredDown ? stepDown : blurredDown;
    }
  });
  const [across, acrossKept, down, downKept] = sums as unknown as readonly [number, number, number, number];
  return Math.max(across === 0 ? 1 : acrossKept / across, down === 0 ? 1 : downKept / down);
}

/** Grey values round the face, at full size; `left` and `top` say where it was cut out. */
export function greyFace({ picture, analysis: { face } }: Scene): (Grey & { readonly left: number; readonly top: number }) | null {
  if (face === null) return null;
  const outline = outlineOf(face, FACE_OUTLINE);
  const left = Math.max(0, Math.floor(Math.min(...outline.map(([x]) => x))) - MARGIN);
  const top = Math.max(0, Math.floor(Math.min(...outline.map(([, y]) => y))) - MARGIN);
  const width = Math.min(picture.width, Math.ceil(Math.max(...outline.map(([x]) => x))) + MARGIN) - left;
  const height = Math.min(picture.height, Math.ceil(Math.max(...outline.map(([, y]) => y))) + MARGIN) - top;
  if (width < LEAST_SIDE || height < LEAST_SIDE) return null;
  const data = bytesFor('grey face', width * height);
  for (let y = 0, n = 0; y < height; y++) {
    for (let x = 0, at = ((top + y) * picture.width + left) * 3; x < width; x++, n++, at += 3) {
      data[n] = (54 * picture.data[at]! + 183 * picture.data[at + 1]! + 19 * picture.data[at + 2]! + 128) >> 8;
    }
  }
  return { data, width, height, left, top };
}
const MARGIN = 8;
const LEAST_SIDE = 64;

/** Boxes round both eyes with their lids and brows: there everybody's face has edges, however smooth the skin. */
export function eyeBoxes(scene: Scene): Polygon[] {
  const { face } = scene.analysis;
  if (face === null) return [];
  const { rightEye, leftEye, eyeDistance } = shapeOf(face);
  const [across, down] = [0.3 * eyeDistance, 0.24 * eyeDistance];
  return [rightEye, leftEye].map(([x, y]) => [
    [x - across, y - down],
    [x + across, y - down],
    [x + across, y + down],
    [x - across, y + down],
  ]);
}
