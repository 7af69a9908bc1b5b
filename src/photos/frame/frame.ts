import { MAX_SIZE, MIN_SIZE, type PictureSize } from '../photo.rules.js';
import { boxCentre, boxIsInside, boxPlacedNear, boxReach, type Point, type TurnedBox } from './turned-box.js';

/**
 * The part of the picture that becomes the photo (S23), in source pixels of the upright picture.
 *
 * `left`, `top`: the corner of the frame before it is turned, `width`: its side, all whole pixels; the height follows from
 * the width (`frameHeight`). The frame is then turned clockwise by `angle` degrees (−180 to 180) about its own centre, as
 * seen on the picture; what it encloses is turned back and cut out. So every act moves the frame, never the picture
 * below it: "up" moves it up on the screen, and a head leaning clockwise is straightened by turning the frame clockwise.
 */
export type Frame = { readonly left: number; readonly top: number; readonly width: number; readonly angle: number };

export const FRAME_ACTS = ['up', 'down', 'left', 'right', 'larger', 'smaller', 'ccw', 'cw'] as const;
export type FrameAct = (typeof FRAME_ACTS)[number];

/** Why numbers are no frame; each is a key of the locales. */
export type FrameError = 'frameNotNumbers' | 'pictureTooSmall' | 'frameTooSmall' | 'frameTooLarge' | 'frameOutside';
export type FrameReading = { readonly ok: true; readonly frame: Frame } | { readonly ok: false; readonly error: FrameError };

/**
 * Seven fifths of the width, down to the next even number: 715 gives 1000 and 2000 gives 2800, exactly the two sizes of
 * S17, and 5:7 is kept to 0.0015 everywhere between and above (S23 allows 0.005).
 */
export const frameHeight = (width: number): number => 2 * Math.floor((width * 7) / 10);

/** The largest allowed frame at this angle, centred; null when the picture can't hold one of 715 × 1000. A picture of 5:7 is used whole. */
export function largestFrame(size: PictureSize, angle = 0): Frame | null {
  const turn = wholeTurn(angle);
  const unit = boxReach({ width: 1000, height: frameHeight(1000), angle: turn });
  const start = Math.floor(Math.min(size.width / unit.x, size.height / unit.y) * 500) + 2;
  for (let width = start; width >= MIN_SIZE.width; width--) {
    const frame = placedNear({ x: size.width / 2, y: size.height / 2 }, width, turn, size);
    if (frame !== null) return frame;
  }
  return null;
}

/** The act of a button, by so many pixels or degrees. Where the edge of the picture is reached the frame stays there. */
export function moveFrame(frame: Frame, act: FrameAct, by: number, size: PictureSize): Frame {
  const { left, top, width, angle } = frame;
  switch (act) {
    case 'up':
      return keepInside({ ...frame, top: top - by }, size) ?? frame;
    case 'down':
      return keepInside({ ...frame, top: top + by }, size) ?? frame;
    case 'left':
      return keepInside({ ...frame, left: left - by }, size) ?? frame;
    case 'right':
      return keepInside({ ...frame, left: left + by }, size) ?? frame;
    case 'larger':
      return resized(frame, width + by, size);
    case 'smaller':
      return resized(frame, width - by, size);
    case 'ccw':
      return keepInside({ ...frame, angle: angle - by }, size) ?? frame;
    case 'cw':
      return keepInside({ ...frame, angle: angle + by }, size) ?? frame;
  }
}

/**
 * The nearest frame inside the picture: no smaller than allowed, made smaller where the picture is, then shifted. Null when
 * no frame fits at this angle. Because a turned frame's corners reach further, turning may make it smaller.
 */
export function keepInside(frame: Frame, size: PictureSize): Frame | null {
  const angle = wholeTurn(frame.angle);
  const largest = largestFrame(size, angle);
  if (largest === null) return null;
  const width = Math.min(Math.max(Math.round(frame.width), MIN_SIZE.width), largest.width);
  return placedNear(boxCentre(frameBox(frame)), width, angle, size);
}

/** What a form sent, judged: whole numbers are made of fractions, everything else that does not fit is said. */
export function readFrame(numbers: Frame, size: PictureSize): FrameReading {
  if (![numbers.left, numbers.top, numbers.width, numbers.angle].every(Number.isFinite)) return { ok: false, error: 'frameNotNumbers' };
  if (largestFrame(size) === null) return { ok: false, error: 'pictureTooSmall' };
  const frame: Frame = {
    left: Math.round(numbers.left),
    top: Math.round(numbers.top),
    width: Math.round(numbers.width),
    angle: wholeTurn(numbers.angle),
  };
  if (frame.width < MIN_SIZE.width) return { ok: false, error: 'frameTooSmall' };
  const largest = largestFrame(size, frame.angle);
  if (largest === null || frame.width > largest.width) return { ok: false, error: 'frameTooLarge' };
  return boxIsInside(frameBox(frame), size) ? { ok: true, frame } : { ok: false, error: 'frameOutside' };
}

/** Size in pixels of the photo that comes out: the frame's own, or 2000 × 2800 when the frame is larger (S17). */
export function frameOutcome(frame: Pick<Frame, 'width'>): PictureSize & { readonly reduced: boolean } {
  if (frame.width > MAX_SIZE.width) return { ...MAX_SIZE, reduced: true };
  return { width: frame.width, height: frameHeight(frame.width), reduced: false };
}

/** The frame as a rectangle with both sides, for whoever draws it or cuts it out. */
export const frameBox = (frame: Frame): TurnedBox => ({ ...frame, height: frameHeight(frame.width) });

function resized(frame: Frame, width: number, size: PictureSize): Frame {
  const asked = Math.max(width, MIN_SIZE.width);
  const { x, y } = boxCentre(frameBox(frame));
  return keepInside({ ...frame, width: asked, left: x - asked / 2, top: y - frameHeight(asked) / 2 }, size) ?? frame;
}

function placedNear(wanted: Point, width: number, angle: number, size: PictureSize): Frame | null {
  const box = boxPlacedNear(wanted, { width, height: frameHeight(width), angle }, size);
  return box === null ? null : { left: box.left, top: box.top, width, angle };
}

/** The same direction between −180 (excluded) and 180 degrees, to a tenth. */
function wholeTurn(angle: number): number {
  const turn = Math.round(angle * 10) / 10;
  return turn - 360 * Math.ceil((turn - 180) / 360) + 0;
}

export const sameFrame = (one: Frame, other: Frame): boolean =>
  one.left === other.left && one.top === other.top && one.width === other.width && one.angle === other.angle;
