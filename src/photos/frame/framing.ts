import { fromPixels, toPixels, upright, uprightSize } from '../file/decode.js';
import { type Frame, frameBox } from './frame.js';
import type { PictureSize } from '../photo.rules.js';
import { PhotoUnreadable } from '../file/photo-unreadable.js';
import type { Pixels } from '../file/pixels.js';
import { boxCentre, boxIsInside, boxReach, type TurnedBox } from './turned-box.js';

/** Pixels repeated around a cut-out before it is turned, so that the rim of the result is never half empty. */
const RIM = 3;

/**
 * What the frame holds, reduced to `target` (never larger than the frame). The whole picture is reduced first and the
 * frame cut out of it then, because only so a JPEG is decoded at a half, a quarter or an eighth of its size, which is
 * what makes a phone's photo quick. Throws PhotoUnreadable, also when the frame does not lie in the picture.
 */
export async function framedPixels(bytes: Uint8Array, frame: Frame, target: PictureSize): Promise<Pixels> {
  const size = await uprightSize(bytes);
  const box = frameBox(frame);
  if (!boxIsInside(box, size)) throw new PhotoUnreadable('the frame reaches out of the picture');
  const [across, down] = [target.width / box.width, target.height / box.height];
  const whole = { width: Math.round(size.width * across), height: Math.round(size.height * down) };
  const small = scaledBox(box, across, down);
  const picture = across < 1 || down < 1 ? upright(bytes).resize({ ...whole, fit: 'fill' }) : upright(bytes);
  if (frame.angle === 0) return toPixels(picture.extract(pixelBox(small, target, whole)));
  return straightened(await toPixels(picture.extract(surrounding(small, whole))), frame.angle, target);
}

/** The same box in a picture reduced so many times. */
export const scaledBox = (box: TurnedBox, across: number, down: number): TurnedBox => ({
  left: box.left * across,
  top: box.top * down,
  width: box.width * across,
  height: box.height * down,
  angle: box.angle,
});

type Cut = { left: number; top: number; width: number; height: number };

/** The target's size at the box's place, in whole pixels of the reduced picture. */
const pixelBox = (box: TurnedBox, target: PictureSize, whole: PictureSize): Cut => ({
  left: Math.max(0, Math.min(Math.round(box.left), whole.width - target.width)),
  top: Math.max(0, Math.min(Math.round(box.top), whole.height - target.height)),
  width: Math.min(target.width, whole.width),
  height: Math.min(target.height, whole.height),
});

/** The upright rectangle around a turned box; it has the same centre. */
function surrounding(box: TurnedBox, whole: PictureSize): Cut {
  const { x, y } = boxCentre(box);
  const reach = boxReach(box);
  const [left, top] = [Math.max(0, Math.floor(x - reach.x)), Math.max(0, Math.floor(y - reach.y))];
  return {
    left,
    top,
    width: Math.min(whole.width, Math.ceil(x + reach.x)) - left,
    height: Math.min(whole.height, Math.ceil(y + reach.y)) - top,
  };
}

/** Turns a cut-out back by the frame's angle and takes the target's size from its middle. */
async function straightened(pixels: Pixels, angle: number, target: PictureSize): Promise<Pixels> {
  const turn = (-angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const rim = { top: RIM, bottom: RIM, left: RIM, right: RIM, extendWith: 'copy' } as const;
  const wide = await toPixels(fromPixels(pixels).extend(rim));
  const turned = await toPixels(fromPixels(wide).affine([cos, -sin, sin, cos], { interpolator: 'bicubic', background: '#fff' }));
  const left = Math.max(0, Math.round((turned.width - target.width) / 2));
  const top = Math.max(0, Math.round((turned.height - target.height) / 2));
  return toPixels(fromPixels(turned).extract({ left, top, width: target.width, height: target.height }));
}
