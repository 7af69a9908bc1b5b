import type { Face } from '../engine/analysis.js';
import type { Evidence } from '../finding.js';
import { CHIN, LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS } from './mesh-points.js';
import type { Polygon } from './polygon.js';

/** A point of the picture, in pixels. */
export type Spot = readonly [x: number, y: number];

/** What most measures start from, in pixels of the picture. */
export interface FaceShape {
  /** Middle between the corners of each eye, and of both. */
  readonly rightEye: Spot;
  readonly leftEye: Spot;
  readonly eyes: Spot;
  readonly chin: Spot;
  /** From between the eyes to the chin: the measure of a face's size that neither smiling nor turning sideways changes much. */
  readonly eyesToChin: number;
  /** From eye to eye. */
  readonly eyeDistance: number;
}

export function shapeOf(face: Face): FaceShape {
  const rightEye = between(spotOf(face, RIGHT_EYE_CORNERS[0]), spotOf(face, RIGHT_EYE_CORNERS[1]));
  const leftEye = between(spotOf(face, LEFT_EYE_CORNERS[0]), spotOf(face, LEFT_EYE_CORNERS[1]));
  const eyes = between(rightEye, leftEye);
  const chin = spotOf(face, CHIN);
  return { rightEye, leftEye, eyes, chin, eyesToChin: distance(eyes, chin), eyeDistance: distance(rightEye, leftEye) };
}

export const spotOf = ({ mesh }: Face, point: number): Spot => [mesh[3 * point]!, mesh[3 * point + 1]!];

export const outlineOf = (face: Face, points: readonly number[]): Polygon => points.map((point) => spotOf(face, point));

export const distance = (one: Spot, other: Spot): number => Math.hypot(one[0] - other[0], one[1] - other[1]);

export const between = (one: Spot, other: Spot): Spot => [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];

type Size = { readonly width: number; readonly height: number };

/** For `Finding.evidence`: the outline in shares of the picture. */
export const outlineEvidence = (polygon: Polygon, size: Size): Evidence => ({ kind: 'outline', points: inShares(polygon, size) });

export const pointsEvidence = (spots: readonly Spot[], size: Size): Evidence => ({ kind: 'points', points: inShares(spots, size) });

/** The upright box round all corners, wider by `margin` pixels on each side, cut off at the picture's edges. */
export function boxEvidence(polygon: Polygon, { width, height }: Size, margin = 0): Evidence {
  const across = polygon.map(([x]) => x);
  const down = polygon.map(([, y]) => y);
  const left = share(Math.min(...across) - margin, width);
  const top = share(Math.min(...down) - margin, height);
  return {
    kind: 'box',
    left,
    top,
    width: rounded(share(Math.max(...across) + margin, width) - left),
    height: rounded(share(Math.max(...down) + margin, height) - top),
  };
}

const inShares = (spots: Polygon, { width, height }: Size): Spot[] => spots.map(([x, y]) => [share(x, width), share(y, height)]);

const share = (pixels: number, side: number): number => rounded(Math.min(1, Math.max(0, pixels / side)));
/** A ten thousandth of a side is less than a pixel of any photo that is looked at. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
