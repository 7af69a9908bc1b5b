import type { Face } from '../engine/analysis.js';
import type { Pixels } from '../file/pixels.js';
import { type EyeLook, lookOf } from './eye.js';

/** Both eyes of a photo; `right` is the person's own. */
export interface Eyes {
  readonly right: EyeLook;
  readonly left: EyeLook;
}

let last: { readonly face: Face; readonly eyes: Eyes } | null = null;

/** Looked at once for a photo, however many checks ask. */
export function eyesOf(face: Face, picture: Pixels): Eyes {
  if (last?.face !== face) last = { face, eyes: { right: lookOf(face, picture, 'right'), left: lookOf(face, picture, 'left') } };
  return last.eyes;
}

/** So much contrast shows an iris: it is there behind clear glasses and in pale eyes (0.44 or more), under a closed lid it is not. */
const IRIS_SHOWS = 0.5;

/**
 * How open an eye is: 1 is ordinary, 0 closed. The opening of the lids counts as far as an iris shows between them, in the
 * middle and on rows up to the lids: the mesh sees an opening in lashes as well. A clearer iris makes no eye more open, so
 * that dark and light ones are alike.
 */
export const openness = ({ opening, shown, contrast }: EyeLook): number => opening * Math.min(shown, Math.max(0, contrast) / IRIS_SHOWS);

/** How clearly an eye shows, 0 to 1: iris against white, and skin round it against skin further out. A dark lens takes from both. */
export const clarity = ({ shade, contrast }: EyeLook): number => (Math.min(1, shade) + Math.max(0, contrast)) / 2;
