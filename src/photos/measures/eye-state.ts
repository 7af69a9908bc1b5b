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

/** What an ordinary open eye has: opening as a share of the way from the eyes to the chin, and contrast of the iris. */
const ORDINARY = { opening: 0.08, contrast: 0.72 } as const;
/** Wide open eyes must not outweigh an iris that can't be seen. */
const WIDEST = 1.3;

/**
 * How open an eye is: 1 is ordinary, 0 closed, less where the lid is brighter than the lashes. Half of it is the opening
 * of the lids, half how clearly the iris shows, so that a narrow eye with a clear iris counts as open, as it is.
 */
export const openness = ({ opening, contrast }: EyeLook): number =>
  (Math.min(WIDEST, opening / ORDINARY.opening) + Math.max(-0.5, contrast / ORDINARY.contrast)) / 2;

/** How clearly an eye shows, 0 to 1: iris against white, and skin round it against skin further out. A dark lens takes from both. */
export const clarity = ({ shade, contrast }: EyeLook): number => (Math.min(1, shade) + Math.max(0, contrast)) / 2;
