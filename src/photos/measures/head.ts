import type { Face, PersonMask } from '../engine/analysis.js';
import type { Head } from '../frame/head.js';
import type { PictureSize } from '../photo.rules.js';
import type { Point } from '../frame/turned-box.js';
import { maskedUpTo } from './mask-top.js';
import { spotOf } from './face-shape.js';
import { CHIN, FOREHEAD_TOP, LEFT_IRIS, RIGHT_IRIS } from './mesh-points.js';

/** A head as the models show it, in pixels of the picture they saw. */
export interface HeadMeasure extends Head {
  /** Highest point of hair or covering. It is what must not be cut off; the crown may lie well below. */
  readonly top: Point;
  /** Whether hair or covering goes on beyond the picture's edge. */
  readonly cut: boolean;
  /** From crown to chin along the head. */
  readonly height: number;
  /** How far the line through the eyes is turned from level, in degrees, clockwise. */
  readonly turn: number;
}

/**
 * "Crown means the top of the head or, if obscured by hair or headwear, where the top of the head or skull would be if it
 * could be seen" (IRCC's photograph specifications). A mask shows hair, so the crown is estimated. In a frontal picture it
 * lies about as far above the eyes as the chin lies below; it rises with what the mask shows, with the height of the
 * forehead, and sinks as the face looks up, for then the skull lies behind. `constant` to `pitch`: least squares over 25
 * people with hand-placed crowns, in units of the distance from the eyes to the chin, pitch in degrees.
 */
const HEIGHT = { constant: 1.413, top: 0.251, forehead: 0.599, pitch: -0.0078 } as const;
/** Hair or covering above this says nothing more about the skull. */
const HIGHEST_TOP = 1.4;
/** The mesh ends a little above the edge of the chin. */
const CHIN_BELOW_MESH = 1.009;
/** The pitch at which the estimate was made; beyond it the mesh is a guess. */
const PITCH_RANGE = 20;

/** Two standard deviations of the estimated height, as a share of it (each of the 25 left out once). */
export const HEAD_HEIGHT_ERROR = 0.03;

/** Where a head is, by mesh and mask of the same picture. */
export function headOf(face: Face, mask: PersonMask, size: PictureSize): HeadMeasure {
  const eyes = [pointOf(face, RIGHT_IRIS.middle), pointOf(face, LEFT_IRIS.middle)] as const;
  const middle = { x: (eyes[0].x + eyes[1].x) / 2, y: (eyes[0].y + eyes[1].y) / 2 };
  const turn = Math.atan2(eyes[1].y - eyes[0].y, eyes[1].x - eyes[0].x);
  const up = { x: Math.sin(turn), y: -Math.cos(turn) };
  const above = ({ x, y }: Point) => (x - middle.x) * up.x + (y - middle.y) * up.y;
  const along = (distance: number) => ({ x: middle.x + distance * up.x, y: middle.y + distance * up.y });
  const unit = -above(pointOf(face, CHIN));
  const { distance: top, cut } = maskedUpTo(mask, size, middle, up, unit);
  const pitch = Math.max(-PITCH_RANGE, Math.min(PITCH_RANGE, face.pose.pitch));
  const forehead = above(pointOf(face, FOREHEAD_TOP)) / unit;
  const height = HEIGHT.constant + HEIGHT.top * Math.min(top / unit, HIGHEST_TOP) + HEIGHT.forehead * forehead + HEIGHT.pitch * pitch;
  const crown = (height - CHIN_BELOW_MESH) * unit;
  return {
    crown: along(crown),
    chin: along(-CHIN_BELOW_MESH * unit),
    eyes,
    top: along(Math.max(top, crown)),
    cut,
    height: height * unit,
    turn: (turn * 180) / Math.PI,
  };
}

function pointOf(face: Face, number: number): Point {
  const [x, y] = spotOf(face, number);
  return { x, y };
}
