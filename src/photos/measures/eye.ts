import { brightnessAt } from '../file/colour.js';
import type { Face } from '../engine/analysis.js';
import type { Pixels } from '../file/pixels.js';
import { distance, outlineOf, type Spot, spotOf } from './face-shape.js';
import { irisRows } from './iris-rows.js';
import {
  LEFT_EYE_CORNERS,
  LEFT_EYE_OUTLINE,
  LEFT_EYE_RIM,
  LEFT_IRIS,
  LEFT_LIDS,
  RIGHT_EYE_CORNERS,
  RIGHT_EYE_OUTLINE,
  RIGHT_EYE_RIM,
  RIGHT_IRIS,
  RIGHT_LIDS,
} from './mesh-points.js';
import { eachRun, grown, type Polygon } from './polygon.js';

/** Which points of the mesh belong to an eye. */
const EYES = {
  right: {
    outline: RIGHT_EYE_OUTLINE,
    corners: RIGHT_EYE_CORNERS,
    lids: RIGHT_LIDS,
    iris: RIGHT_IRIS,
    rim: RIGHT_EYE_RIM,
  },
  left: { outline: LEFT_EYE_OUTLINE, corners: LEFT_EYE_CORNERS, lids: LEFT_LIDS, iris: LEFT_IRIS, rim: LEFT_EYE_RIM },
} as const;
export type Side = keyof typeof EYES;

/** What one eye looks like. Nothing here is compared with anybody else's skin. */
export interface EyeLook {
  readonly outline: Polygon;
  /**
   * From lid to lid by the mesh, 1 being ordinary: against the iris, which is as wide in nearly everybody (11.7 mm), and
   * against the eye's own width; the mean of both errs less than either.
   */
  readonly opening: number;
  /** On how much of that opening an iris shows between whites, 0 to 1.1 (`irisRows`): the mesh takes lashes for an opening as well. */
  readonly shown: number;
  /** How much darker the iris is in its middle than the white beside it, 0 to 1; below 0 it is brighter. A lens before the eye takes from it. */
  readonly contrast: number;
  /** Brightness of the skin right round the eye as a share of the skin further out; a dark lens makes it small. */
  readonly shade: number;
  /** Standard deviation of brightness in and round the eye, as a share of its mean; a patch is flat. */
  readonly detail: number;
  /** The same between the lids alone: where the mesh lays an eye on a patch, nothing at all is drawn there. */
  readonly detailWithin: number;
  /** Share of the iris that is red. */
  readonly red: number;
}

/** How the eye on that side of the person looks. The picture is the one the face was found in. */
export function lookOf(face: Face, picture: Pixels, side: Side): EyeLook {
  const { outline, corners, lids, iris, rim } = EYES[side];
  const polygon = outlineOf(face, outline);
  const gap = Math.max(...lids.map(([upper, lower]) => distance(spotOf(face, upper), spotOf(face, lower))));
  const width = distance(spotOf(face, corners[0]), spotOf(face, corners[1]));
  const middle = spotOf(face, iris.middle);
  const radius = distance(spotOf(face, iris.sides[0]), spotOf(face, iris.sides[1])) / 2;
  const across = direction(spotOf(face, corners[0]), spotOf(face, corners[1]));
  return {
    outline: polygon,
    opening: (gap / (2 * radius * ORDINARY.ofIris) + gap / (width * ORDINARY.ofWidth)) / 2,
    shown: irisRows(picture, { ...linesOf(polygon), iris: { middle, radius }, across }),
    contrast: contrastAt(picture, middle, radius, across),
    shade: shadeOf(face, picture, rim),
    detail: detailIn(picture, grown(polygon, 1.2, 1.6)),
    detailWithin: detailIn(picture, polygon),
    red: redShare(picture, middle, radius * 0.8),
  };
}

/** The outline goes over the upper lid to the inner corner, and under the lower one back. */
function linesOf(outline: Polygon): { readonly upper: Polygon; readonly lower: Polygon } {
  const half = outline.length / 2;
  return { upper: outline.slice(0, half + 1), lower: [...outline.slice(half), outline[0]!] };
}

/** The opening of ordinary open eyes, as a share of the iris's and of the eye's width: medians of good portraits. */
const ORDINARY = { ofIris: 0.71, ofWidth: 0.325 } as const;

/** In radii of the iris: where it surely is, where the white begins and ends, how far to both sides of the middle line. */
const IRIS_HALF = 0.5;
const WHITE = [1.15, 2.2] as const;
const BAND_HALF = 0.25;

function contrastAt(picture: Pixels, middle: Spot, radius: number, [x, y]: Spot): number {
  const iris: number[] = [];
  const white: number[] = [];
  for (let along = -WHITE[1]; along <= WHITE[1]; along += 0.06) {
    const place = Math.abs(along);
    if (place > IRIS_HALF && place < WHITE[0]) continue;
    let sum = 0;
    for (let aside = -2; aside <= 2; aside++) {
      const down = (aside / 2) * BAND_HALF;
      sum += brightnessNear(picture, middle[0] + (x * along - y * down) * radius, middle[1] + (y * along + x * down) * radius);
    }
    (place <= IRIS_HALF ? iris : white).push(sum / 5);
  }
  const bright = percentile(white, 0.85);
  return bright <= 0 ? 0 : 1 - percentile(iris, 0.3) / bright;
}

function shadeOf(face: Face, picture: Pixels, rim: readonly (readonly [near: number, far: number])[]): number {
  const near = rim.map((pair) => brightnessRound(picture, spotOf(face, pair[0])));
  const far = rim.map((pair) => brightnessRound(picture, spotOf(face, pair[1])));
  return percentile(near, 0.5) / Math.max(1, percentile(far, 0.5));
}

function detailIn(picture: Pixels, polygon: Polygon): number {
  let [seen, sum, squares] = [0, 0, 0];
  eachRun(polygon, picture, (y, from, to) => {
    for (let x = from; x <= to; x++) {
      const value = brightnessAt(picture.data, (y * picture.width + x) * 3);
      seen++;
      sum += value;
      squares += value * value;
    }
  });
  if (seen === 0 || sum === 0) return 0;
  const mean = sum / seen;
  return Math.sqrt(Math.max(0, squares / seen - mean * mean)) / mean;
}

/** A flash in the eye: clearly red, and not merely brown. */
function redShare(picture: Pixels, [cx, cy]: Spot, radius: number): number {
  const { data, width, height } = picture;
  let [seen, red] = [0, 0];
  for (let y = Math.ceil(cy - radius); y <= cy + radius; y++) {
    for (let x = Math.ceil(cx - radius); x <= cx + radius; x++) {
      if (x < 0 || y < 0 || x >= width || y >= height || Math.hypot(x - cx, y - cy) > radius) continue;
      const at = (y * width + x) * 3;
      seen++;
      if (data[at]! > 60 && data[at]! > 1.7 * Math.max(data[at + 1]!, data[at + 2]!)) red++;
    }
  }
  return seen === 0 ? 0 : red / seen;
}

/** Mean of a small square, so that one hair or reflection is not taken for skin. */
function brightnessRound(picture: Pixels, [cx, cy]: Spot): number {
  const values: number[] = [];
  for (let y = -4; y <= 4; y += 2) for (let x = -4; x <= 4; x += 2) values.push(brightnessNear(picture, cx + x, cy + y));
  return percentile(values, 0.5);
}

function brightnessNear({ data, width, height }: Pixels, x: number, y: number): number {
  const column = Math.min(width - 1, Math.max(0, Math.round(x)));
  const row = Math.min(height - 1, Math.max(0, Math.round(y)));
  return brightnessAt(data, (row * width + column) * 3);
}

function direction(from: Spot, to: Spot): Spot {
  const length = Math.max(1e-6, distance(from, to));
  // Both eyes from left to right in the picture, so that "down" is down in both.
  const sign = to[0] < from[0] ? -1 : 1;
  return [(sign * (to[0] - from[0])) / length, (sign * (to[1] - from[1])) / length];
}

const percentile = (values: number[], share: number): number =>
  values.sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
