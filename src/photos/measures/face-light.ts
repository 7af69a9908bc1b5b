import { LIGHT } from '../file/colour.js';
import { outlineOf, spotOf } from './face-shape.js';
import { binAtShare } from './histogram.js';
import { CHIN, FACE_OUTLINE, NOSE_BRIDGE } from './mesh-points.js';
import { FACE, PERSON, SKIN, type View } from './view.js';

/** Share of the face where the brightest of red, green and blue is at the end of the scale, so that its drawing is lost. */
export function clippedShare({ width, height, regions, scene, face }: View, end: number): number {
  if (face === 0) return 0;
  const { data } = scene.half;
  let lost = 0;
  for (let n = 0, at = 0; n < width * height; n++, at += 3) {
    if ((regions[n]! & FACE) === 0) continue;
    if (Math.max(data[at]!, data[at + 1]!, data[at + 2]!) >= end) lost++;
  }
  return lost / face;
}

/** Share of the person, clothes and hair included, where red, green and blue all are at the end of the scale. */
export function whiteShare({ width, height, regions, scene }: View, end: number): number {
  const { data } = scene.half;
  let [person, white] = [0, 0];
  for (let n = 0, at = 0; n < width * height; n++, at += 3) {
    if ((regions[n]! & PERSON) === 0) continue;
    person++;
    if (Math.min(data[at]!, data[at + 1]!, data[at + 2]!) >= end) white++;
  }
  return person === 0 ? 0 : white / person;
}

const right = new Uint32Array(256);
const left = new Uint32Array(256);
/** Fewer pixels on a side say nothing. */
const LEAST_PIXELS = 100;

/**
 * How much less light the darker half of the face gets, 0 to 1: one minus the ratio of the halves' median light. A ratio,
 * so that it says the same for every skin. Null where one half does not show enough skin.
 */
export function measureSides(view: View): { readonly less: number; readonly darker: 'right' | 'left' } | null {
  const { face } = view.scene.analysis;
  if (face === null) return null;
  const { width, regions, grey, scale } = view;
  const [bridge, chin] = [spotOf(face, NOSE_BRIDGE), spotOf(face, CHIN)];
  const lean = (chin[0] - bridge[0]) / (chin[1] - bridge[1]);
  const [top, bottom] = [Math.ceil(bridge[1] * scale), Math.floor((bridge[1] + 0.75 * (chin[1] - bridge[1])) * scale)];
  const outline = outlineOf(face, FACE_OUTLINE);
  const from = Math.max(0, Math.floor(Math.min(...outline.map(([x]) => x)) * scale));
  const to = Math.min(width - 1, Math.ceil(Math.max(...outline.map(([x]) => x)) * scale));
  right.fill(0);
  left.fill(0);
  let [rightSeen, leftSeen] = [0, 0];
  for (let y = Math.max(0, top); y <= Math.min(view.height - 1, bottom); y++) {
    const middle = (bridge[0] + lean * (y / scale - bridge[1])) * scale;
    for (let x = from; x <= to; x++) {
      const n = y * width + x;
      if ((regions[n]! & SKIN) === 0) continue;
      if (x < middle) {
        right[grey[n]!]!++;
        rightSeen++;
      } else {
        left[grey[n]!]!++;
        leftSeen++;
      }
    }
  }
  if (rightSeen < LEAST_PIXELS || leftSeen < LEAST_PIXELS) return null;
  const [onRight, onLeft] = [lightOf(right, rightSeen), lightOf(left, leftSeen)];
  return { less: 1 - Math.min(onRight, onLeft) / Math.max(onRight, onLeft), darker: onRight < onLeft ? 'right' : 'left' };
}

/** Noise and a black level keep a shadow from being nothing at all. */
const lightOf = (histogram: Uint32Array, count: number): number => LIGHT[binAtShare(histogram, count, 0.5)]! + 0.001;
