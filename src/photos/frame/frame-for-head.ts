import { type Frame, frameBox, frameHeight, keepInside } from './frame.js';
import type { Head } from './head.js';
import { HEAD_MM, HEAD_OUTLINE_MM, HEAD_OUTLINE_TOP, MIN_SIZE, PHOTO_HEIGHT_MM, type PictureSize } from '../photo.rules.js';
import { boxCentre, type Point } from './turned-box.js';

/** Below this turn, in degrees, a head counts as level: a photo that need not be turned keeps its pixels as they are. */
const LEVEL = 1;
/** Space above the hair, and the lowest place of the chin, as shares of the frame's height. */
const CLEARANCE = 0.03;
const LOWEST_CHIN = 0.84;
/** Sizes of the head that are tried, in millimetres: the estimate's error stays inside of what is allowed. */
const SMALLEST_HEAD = HEAD_MM[0] + 1;
const LARGEST_HEAD = HEAD_MM[1] - 1;
const STEP = 0.1;

/** A head and what is above it. */
export type WholeHead = Head & { readonly top: Point };

/**
 * The frame that shows this head as the rules want it: 33.5 mm high, eyes level and in the middle, room above. Where the
 * picture is too small for that, the frame is made larger or smaller as far as the rules allow, then moved, and last not
 * turned, whichever does the least harm. Null when no frame fits into the picture at all.
 */
export function frameForHead(head: WholeHead, size: PictureSize): Frame | null {
  const turn = Math.round(turnOf(head) * 10) / 10;
  const level = Math.abs(turn) < LEVEL;
  let best: { frame: Frame; harm: number } | null = null;
  for (const angle of level ? [0] : [turn, 0]) {
    for (let millimetres = SMALLEST_HEAD; millimetres <= LARGEST_HEAD + 1e-9; millimetres += STEP) {
      const wanted = frameAround(head, angle, millimetres);
      const frame = keepInside(wanted, size);
      if (frame === null) continue;
      const harm = harmOf(frame, wanted, head, level ? 0 : turn - angle);
      if (best === null || harm < best.harm) best = { frame, harm };
    }
  }
  return best?.frame ?? null;
}

/** In degrees, clockwise. */
const turnOf = ({ eyes: [right, left] }: Head): number => (Math.atan2(left.y - right.y, left.x - right.x) * 180) / Math.PI;

/** Places as the frame sees them when it is turned: across and down, from the picture's corner. */
function turned(angle: number): (point: Point) => { across: number; down: number } {
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  return ({ x, y }) => ({ across: x * cos + y * sin, down: y * cos - x * sin });
}

/** Where the frame would be in a picture without edges. */
function frameAround(head: WholeHead, angle: number, millimetres: number): Frame {
  const seen = turned(angle);
  const [crown, chin, top] = [seen(head.crown).down, seen(head.chin).down, seen(head.top).down];
  const width = Math.max(MIN_SIZE.width, Math.round(((chin - crown) * PHOTO_HEIGHT_MM * 5) / (millimetres * 7)));
  const height = frameHeight(width);
  const upper = Math.min(crown - HEAD_OUTLINE_TOP * height, top - CLEARANCE * height);
  const down = Math.max(upper, chin - LOWEST_CHIN * height) + height / 2;
  const across = (seen(head.eyes[0]).across + seen(head.eyes[1]).across) / 2;
  const middle = turned(-angle)({ x: across, y: down });
  return { left: middle.across - width / 2, top: middle.down - height / 2, width, angle };
}

/** How far a frame is from what is wanted; each part is 1 where a check would begin to complain. */
function harmOf(frame: Frame, wanted: Frame, head: WholeHead, notTurned: number): number {
  const seen = turned(frame.angle);
  const box = frameBox(frame);
  const [middle, ideal] = [seen(boxCentre(box)), seen(boxCentre(frameBox(wanted)))];
  const height = seen(head.chin).down - seen(head.crown).down;
  const size = (height / box.height) * PHOTO_HEIGHT_MM - HEAD_OUTLINE_MM;
  const upper = middle.down - box.height / 2;
  const cut = Math.max(0, upper + CLEARANCE * box.height - seen(head.top).down);
  const low = Math.max(0, seen(head.chin).down - upper - LOWEST_CHIN * box.height);
  return (
    (size / 2) ** 2 +
    ((middle.across - ideal.across) / (0.05 * box.width)) ** 2 +
    ((middle.down - ideal.down) / (0.15 * box.height)) ** 2 +
    (cut + low) / (0.01 * box.height) +
    (notTurned / 6) ** 2
  );
}
