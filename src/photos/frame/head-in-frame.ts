import { type Frame, frameBox, frameHeight, keepInside } from './frame.js';
import { HEAD_MM, HEAD_OUTLINE_MM, HEAD_OUTLINE_TOP, PHOTO_HEIGHT_MM, type PictureSize } from '../photo.rules.js';
import { boxCentre, type Point } from './turned-box.js';

/** A head as models find it (`Head`), or as a person marked it: then the eyes are not known. Source pixels. */
export interface HeadPoints {
  readonly crown: Point;
  readonly chin: Point;
  readonly eyes: readonly [Point, Point] | null;
}

/** What is to be done about a head in its frame. Each is a key of the locales, and a name in the script of the editor. */
export const HEAD_FAULTS = ['large', 'small', 'top', 'chin', 'left', 'right', 'leansLeft', 'leansRight'] as const;
export type HeadFault = (typeof HEAD_FAULTS)[number];

/** The head in the framed photo. */
export interface HeadInFrame {
  /** Of the photo's height, crown to chin; 0.48 is 48 %. */
  readonly share: number;
  readonly millimetres: number;
  /** The worst first; empty when all is good. */
  readonly faults: readonly HeadFault[];
}

/** What the editor calls good. Size: S17. The others leave the same room as the checks that follow (PHOTO.md 3). */
export const HEAD_LIMITS = {
  millimetres: HEAD_MM,
  /** The crown is at least this share of the height below the upper edge, the chin at most this far down. */
  top: 0.008,
  chin: 0.86,
  /** The middle of the eyes lies within this share of the width from the middle, to either side. */
  aside: 0.08,
  /** Degrees the eyes may slope; few people's are perfectly level. */
  lean: 5,
} as const;

/**
 * How the head sits in the frame: the one rule behind the words of the editor. Its twin for the browser is
 * public/js/frame-geometry.js, held to the same answers by a test.
 */
export function headInFrame(head: HeadPoints, frame: Frame): HeadInFrame {
  const [crown, chin] = [placeIn(frame, head.crown), placeIn(frame, head.chin)];
  const share = Math.hypot(head.chin.x - head.crown.x, head.chin.y - head.crown.y) / frameHeight(frame.width);
  const millimetres = share * PHOTO_HEIGHT_MM;
  const middle = head.eyes ? placeIn(frame, between(...head.eyes)) : between(crown, chin);
  const lean = head.eyes ? slopeOf(head.eyes) - frame.angle : 0;
  const large = millimetres > HEAD_LIMITS.millimetres[1];
  const is: Record<HeadFault, boolean> = {
    large,
    small: millimetres < HEAD_LIMITS.millimetres[0],
    // a head that is too large reaches out above and below; where it should go is seen once it fits
    top: !large && crown.y < HEAD_LIMITS.top,
    chin: !large && chin.y > HEAD_LIMITS.chin,
    left: middle.x < 0.5 - HEAD_LIMITS.aside,
    right: middle.x > 0.5 + HEAD_LIMITS.aside,
    leansLeft: lean < -HEAD_LIMITS.lean,
    leansRight: lean > HEAD_LIMITS.lean,
  };
  return { share, millimetres, faults: HEAD_FAULTS.filter((fault) => is[fault]) };
}

/**
 * The frame that gives a head the size and place of the outline: made from two marked points. Level with the eyes where
 * they are known, else turned as before. Null where no frame fits into the picture.
 */
export function frameForHead(head: HeadPoints, size: PictureSize, angle: number): Frame | null {
  const tall = Math.hypot(head.chin.x - head.crown.x, head.chin.y - head.crown.y);
  const height = (tall * PHOTO_HEIGHT_MM) / HEAD_OUTLINE_MM;
  const width = Math.round((height * 5) / 7);
  const turn = head.eyes ? Math.round(slopeOf(head.eyes) * 10) / 10 : angle;
  // The middle of the head stands where the outline's does, from the frame's centre along its own upright direction.
  const down = (HEAD_OUTLINE_TOP + HEAD_OUTLINE_MM / PHOTO_HEIGHT_MM / 2 - 0.5) * height;
  const middle = between(head.crown, head.chin);
  const radians = (turn * Math.PI) / 180;
  const [x, y] = [middle.x + down * Math.sin(radians), middle.y - down * Math.cos(radians)];
  return keepInside({ left: x - width / 2, top: y - frameHeight(width) / 2, width, angle: turn }, size);
}

/** Where a point of the picture lies in the photo that comes out: shares of its sides. */
function placeIn(frame: Frame, point: Point): Point {
  const box = frameBox(frame);
  const middle = boxCentre(box);
  const turn = (-frame.angle * Math.PI) / 180;
  const [dx, dy] = [point.x - middle.x, point.y - middle.y];
  return {
    x: (dx * Math.cos(turn) - dy * Math.sin(turn)) / box.width + 0.5,
    y: (dx * Math.sin(turn) + dy * Math.cos(turn)) / box.height + 0.5,
  };
}

const between = (one: Point, other: Point): Point => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });

/** Clockwise in degrees. The person's right eye comes first: in a picture that is no mirror image, it is on the left. */
const slopeOf = ([right, left]: readonly [Point, Point]): number => (Math.atan2(left.y - right.y, left.x - right.x) * 180) / Math.PI;
