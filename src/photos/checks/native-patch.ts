import { toPixels, upright, uprightSize } from '../file/decode.js';
import type { Orientation } from '../file/tiff-orientation.js';
import { boxCentre, type Point, type TurnedBox } from '../frame/turned-box.js';
import type { GreyPatch } from './scene.js';

const PATCH_SIDE = 256;
/** How much wider than a patch the middle of the frame is taken, as a share of the frame's width: faces are there. */
const AROUND = 0.25;

/** A part of the upright picture as the file has it, in grey. */
interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Answers where a face is with the patch there. The middle of the frame is decoded at once, by another thread of this
 * process, while the models look for the face; should the face be elsewhere, the file is decoded once more.
 */
export function nativePatches(bytes: Uint8Array, frame: TurnedBox): (middle: Point) => Promise<GreyPatch | null> {
  const { x, y } = boxCentre(frame);
  const guess = middlePart(bytes, x, y, PATCH_SIDE + Math.ceil(AROUND * frame.width));
  guess.catch(() => {}); // a file that cannot be decoded is told of by whoever asks
  return async (middle) => {
    const place = await placeOf(bytes, middle);
    if (place === null) return null;
    const part = await guess;
    const data = cutOut(part, place) ?? (await partOf(bytes, { ...place, width: PATCH_SIDE, height: PATCH_SIDE })).data;
    return { side: PATCH_SIDE, data };
  };
}

async function middlePart(bytes: Uint8Array, x: number, y: number, side: number): Promise<Part> {
  const size = await uprightSize(bytes);
  const left = Math.min(Math.max(0, Math.round(x - side / 2)), size.width - 1);
  const top = Math.min(Math.max(0, Math.round(y - side / 2)), size.height - 1);
  return partOf(bytes, { left, top, width: Math.min(side, size.width - left), height: Math.min(side, size.height - top) });
}

async function partOf(bytes: Uint8Array, cut: Omit<Part, 'data'>): Promise<Part> {
  const { data } = await toPixels(upright(bytes).extract(cut));
  return { ...cut, data: greyValues(data) };
}

/** Null where the patch is not all in the part. */
function cutOut(part: Part, { left, top }: { readonly left: number; readonly top: number }): Uint8Array | null {
  const [x, y] = [left - part.left, top - part.top];
  if (x < 0 || y < 0 || x + PATCH_SIDE > part.width || y + PATCH_SIDE > part.height) return null;
  const patch = new Uint8Array(PATCH_SIDE * PATCH_SIDE);
  for (let row = 0; row < PATCH_SIDE; row++) {
    const from = (y + row) * part.width + x;
    patch.set(part.data.subarray(from, from + PATCH_SIDE), row * PATCH_SIDE);
  }
  return patch;
}

/** The patch around a place, moved to lie on the JPEG's blocks and in the picture; null without room. */
async function placeOf(bytes: Uint8Array, { x, y }: Point): Promise<{ left: number; top: number } | null> {
  const { width, height, orientation } = await uprightSize(bytes);
  const left = onGrid(x - PATCH_SIDE / 2, width, MIRRORED_ACROSS.has(orientation));
  const top = onGrid(y - PATCH_SIDE / 2, height, MIRRORED_DOWN.has(orientation));
  return left === null || top === null ? null : { left, top };
}

const BLOCK = 8;

/** The blocks begin at the first stored pixel: after turning or mirroring that is the last one of the upright picture. */
const MIRRORED_ACROSS = new Set<Orientation>([2, 3, 6, 7]);
const MIRRORED_DOWN = new Set<Orientation>([3, 4, 7, 8]);

/** The nearest beginning of a block from which the patch stays inside. */
function onGrid(wanted: number, length: number, mirrored: boolean): number | null {
  const first = mirrored ? length % BLOCK : 0;
  const last = first + BLOCK * Math.floor((length - PATCH_SIDE - first) / BLOCK);
  if (last < first) return null;
  return Math.min(last, Math.max(first, first + BLOCK * Math.round((wanted - first) / BLOCK)));
}

/** A JPEG's own brightness (ITU-R BT.601), not light: the steps of its quantisation are in this. */
function greyValues(data: Uint8Array): Uint8Array {
  const grey = new Uint8Array(data.length / 3);
  for (let n = 0, at = 0; n < grey.length; n++, at += 3) grey[n] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]! + 0.5;
  return grey;
}
