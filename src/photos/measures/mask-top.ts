import type { PersonMask } from '../engine/analysis.js';
import type { PictureSize } from '../photo.rules.js';
import type { Point } from '../frame/turned-box.js';

/** Rays to each side of the head's axis, and how far apart the outermost are, in the unit. */
const RAYS = 20;
const HALF_WIDTH = 0.8;
/** Where they begin, between eyes and hairline, and how far they go at most. */
const FROM = 0.2;
const TO = 2.4;
/** Length of a step, in the unit. */
const STEP = 0.005;
/** A single strand is not the top: so many of the rays may go further. */
const STRANDS = 2;

/** How far the person goes on above the eyes. `cut`: up to the picture's edge. In pixels. */
export interface MaskTop {
  readonly distance: number;
  readonly cut: boolean;
}

/**
 * Follows the mask upwards from the forehead on rays side by side, each to where it first falls below a half.
 * `middle`: between the eyes; `up`: unit vector to the crown; `unit`: from the eyes to the chin.
 */
export function maskedUpTo(mask: PersonMask, size: PictureSize, middle: Point, up: Point, unit: number): MaskTop {
  const reaches: MaskTop[] = [];
  for (let ray = -RAYS; ray <= RAYS; ray++) {
    const aside = (ray / RAYS) * HALF_WIDTH * unit;
    // to the right of `up`
    reaches.push(reachOf(mask, size, { x: middle.x - up.y * aside, y: middle.y + up.x * aside }, up, unit));
  }
  return reaches.sort((one, other) => other.distance - one.distance)[STRANDS]!;
}

function reachOf(mask: PersonMask, { width, height }: PictureSize, from: Point, up: Point, unit: number): MaskTop {
  for (let distance = FROM * unit; distance < TO * unit; distance += STEP * unit) {
    const [x, y] = [from.x + distance * up.x, from.y + distance * up.y];
    if (x < 0 || y < 0 || x >= width || y >= height) return { distance, cut: true };
    if (maskAt(mask, x / width, y / height) < 0.5) return { distance, cut: false };
  }
  return { distance: TO * unit, cut: false };
}

/** The mask between its values; `across` and `down` are shares of the picture's sides. */
export function maskAt({ side, data }: PersonMask, across: number, down: number): number {
  const x = Math.min(side - 1.001, Math.max(0, across * side - 0.5));
  const y = Math.min(side - 1.001, Math.max(0, down * side - 0.5));
  const at = Math.floor(y) * side + Math.floor(x);
  const [u, v] = [x % 1, y % 1];
  const upper = data[at]! * (1 - u) + data[at + 1]! * u;
  const lower = data[at + side]! * (1 - u) + data[at + side + 1]! * u;
  return upper * (1 - v) + lower * v;
}
