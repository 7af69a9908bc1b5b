import type { PictureSize } from '../photo.rules.js';
import type { Pixels } from '../file/pixels.js';
import type { Point } from './turned-box.js';

/** Quarters of a turn, clockwise, in the order in which pictures lie wrongly most often. */
export const QUARTERS = [0, 1, 3, 2] as const;
export type Quarter = (typeof QUARTERS)[number];

/** The picture turned clockwise by so many quarters. */
export function quarterTurned(picture: Pixels, quarter: Quarter): Pixels {
  if (quarter === 0) return picture;
  const { data, width, height } = picture;
  const turned = quarter === 2 ? { width, height } : { width: height, height: width };
  const result = new Uint8Array(data.length);
  for (let y = 0, to = 0; y < turned.height; y++) {
    for (let x = 0; x < turned.width; x++, to += 3) {
      const from = sourceOf(x, y, quarter, picture);
      result[to] = data[from]!;
      result[to + 1] = data[from + 1]!;
      result[to + 2] = data[from + 2]!;
    }
  }
  return { data: result, ...turned };
}

function sourceOf(x: number, y: number, quarter: Quarter, { width, height }: PictureSize): number {
  if (quarter === 1) return 3 * ((height - 1 - x) * width + y);
  if (quarter === 2) return 3 * ((height - 1 - y) * width + width - 1 - x);
  return 3 * (x * width + width - 1 - y);
}

/** From a place in the turned picture to the same one in the picture before the turn, whose size this is. */
export function turnedBack({ x, y }: Point, quarter: Quarter, { width, height }: PictureSize): Point {
  if (quarter === 0) return { x, y };
  if (quarter === 1) return { x: y, y: height - x };
  return quarter === 2 ? { x: width - x, y: height - y } : { x: width - y, y: x };
}
