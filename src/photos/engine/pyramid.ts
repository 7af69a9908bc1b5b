import type { Pixels } from '../file/pixels.js';

/** No level's shorter side is below this, so that no model sees a picture smaller than its own. */
const SMALLEST = 256;

const halves = new WeakMap<Pixels, Pixels>();

/** The picture and its halves, largest first. */
export function pyramidOf(picture: Pixels): Pixels[] {
  const levels = [picture];
  for (let last = picture; Math.min(last.width, last.height) >= 2 * SMALLEST; ) {
    last = halfOf(last);
    levels.push(last);
  }
  return levels;
}

/** The same at half the size: each pixel the mean of four. Computed once for a picture, however many ask. */
export function halfOf(picture: Pixels): Pixels {
  const known = halves.get(picture);
  if (known !== undefined) return known;
  const half = halved(picture);
  halves.set(picture, half);
  return half;
}

function halved({ data, width, height }: Pixels): Pixels {
  const half = { data: new Uint8Array(3 * (width >> 1) * (height >> 1)), width: width >> 1, height: height >> 1 };
  const stride = 3 * width;
  for (let row = 0, to = 0; row < half.height; row++) {
    for (let column = 0, at = 2 * row * stride; column < half.width; column++, at += 6, to += 3) {
      const below = at + stride;
      half.data[to] = (data[at]! + data[at + 3]! + data[below]! + data[below + 3]! + 2) >> 2;
      half.data[to + 1] = (data[at + 1]! + data[at + 4]! + data[below + 1]! + data[below + 4]! + 2) >> 2;
      half.data[to + 2] = (data[at + 2]! + data[at + 5]! + data[below + 2]! + data[below + 5]! + 2) >> 2;
    }
  }
  return half;
}

/** The smallest level that still has a pixel for each of `side` in a region `reach` pixels wide, and how much smaller it is. */
export function levelFor(levels: readonly Pixels[], reach: number, side: number): { level: Pixels; scale: number } {
  let number = 0;
  while (number + 1 < levels.length && reach / 2 ** (number + 1) >= side) number++;
  const level = levels[number]!;
  return { level, scale: 1 / 2 ** number };
}
