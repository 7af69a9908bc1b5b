import { bytesFor } from './buffers.js';
import type { View } from './view.js';
import type { Cell } from './background.js';

/** The largest spot of light on the face that hides what is under it. */
export interface Glare {
  /** Of the face's area. */
  readonly share: number;
  /** Around it, in shares of the picture's sides; null where there is none. */
  readonly box: Cell | null;
}

type Patch = { size: number; left: number; right: number; top: number; bottom: number };

let stack = new Int32Array(0);

/** Light that a surface throws back is as white as the lamp: red, green and blue are at most this far apart. */
const APART = 40;

/** The largest patch of connected pixels in a region of the face whose red, green and blue all reach `least`, whatever the skin around. */
export function measureGlare(view: View, { least, region }: { readonly least: number; readonly region: number }): Glare {
  const { width, height, regions, scene, face } = view;
  const { data } = scene.half;
  const spots = bytesFor('spots', width * height).fill(0);
  let first = width * height;
  let last = -1;
  for (let n = 0; n < width * height; n++) {
    if ((regions[n]! & region) === 0) continue;
    const red = data[3 * n]!;
    const green = data[3 * n + 1]!;
    const blue = data[3 * n + 2]!;
    const low = Math.min(red, green, blue);
    if (low < least || Math.max(red, green, blue) - low > APART) continue;
    spots[n] = 1;
    if (last < 0) first = n;
    last = n;
  }
  if (stack.length < width * height) stack = new Int32Array(width * height);
  let best: Patch | null = null;
  for (let n = first; n <= last; n++) {
    if (spots[n] !== 1) continue;
    const found = fill(spots, n, width);
    if (best === null || found.size > best.size) best = found;
  }
  if (best === null || face === 0) return { share: 0, box: null };
  return {
    share: best.size / face,
    box: {
      left: best.left / width,
      top: best.top / height,
      width: (best.right - best.left + 1) / width,
      height: (best.bottom - best.top + 1) / height,
    },
  };
}

/** Marks the patch at `start` as seen. Above the first and below the last row there is nothing to be marked. */
function fill(spots: Uint8Array, start: number, width: number): Patch {
  const patch = { size: 0, left: width, right: 0, top: Infinity, bottom: 0 };
  let depth = 0;
  const visit = (n: number): void => {
    if (spots[n] !== 1) return;
    spots[n] = 2;
    stack[depth++] = n;
  };
  visit(start);
  while (depth > 0) {
    const n = stack[--depth]!;
    const [x, y] = [n % width, (n / width) | 0];
    patch.size++;
    if (x < patch.left) patch.left = x;
    if (x > patch.right) patch.right = x;
    if (y < patch.top) patch.top = y;
    if (y > patch.bottom) patch.bottom = y;
    if (x > 0) visit(n - 1);
    if (x + 1 < width) visit(n + 1);
    visit(n - width);
    visit(n + width);
  }
  return patch;
}
