import { fromPixels, toJpeg, toPixels, upright, uprightSize } from '../file/decode.js';
import { type Frame, frameBox, frameOutcome } from './frame.js';
import { paintFrame } from './frame-overlay.js';
import { framedPixels, scaledBox } from './framing.js';
import { CARD_PHOTO, CHECK_HEIGHT, FINAL_QUALITY, GREY_PREVIEW_WIDTH, type PictureSize, PREVIEW_QUALITY } from '../photo.rules.js';
import { identifyPhoto, type PhotoFile, type RefusedFile } from '../file/photo-file.js';
import { PhotoTookTooLong } from '../file/photo-unreadable.js';
import type { Pixels } from '../file/pixels.js';

// Called in the workshop's threads; a page never calls these itself. Frames are judged before (`readFrame`). Except for
// `inspect`, whatever cannot be decoded throws PhotoUnreadable.

/** Sides in pixels; wide enough to decode every row of the file, small enough to cost little. */
const GLANCE_WIDTH = 64;

/** What the file is, having decoded all of it once: a file cut short or broken in the middle is `damaged`. Throws PhotoTookTooLong. */
export async function inspect(bytes: Uint8Array): Promise<PhotoFile | RefusedFile> {
  const file = identifyPhoto(bytes);
  if (!file.ok) return file;
  try {
    await toPixels(upright(bytes).resize({ width: GLANCE_WIDTH }));
    return { ...file, ...(await uprightSize(bytes)) };
  } catch (fault) {
    if (fault instanceof PhotoTookTooLong) throw fault;
    return { ok: false, reason: 'damaged' };
  }
}

/** The whole picture, upright, in colour: a JPEG at most `maxWidth` pixels wide. */
export async function preview(bytes: Uint8Array, { maxWidth }: { readonly maxWidth: number }): Promise<Buffer> {
  return toJpeg(fromPixels(await wholePixels(bytes, maxWidth)), PREVIEW_QUALITY);
}

/** The same with the frame and the outline of a head drawn on it; what lies outside the frame is darkened. */
export async function framedPreview(bytes: Uint8Array, frame: Frame, { maxWidth }: { readonly maxWidth: number }): Promise<Buffer> {
  const size = await uprightSize(bytes);
  const pixels = await wholePixels(bytes, maxWidth);
  paintFrame(pixels, scaledBox(frameBox(frame), pixels.width / size.width, pixels.height / size.height));
  return toJpeg(fromPixels(pixels), PREVIEW_QUALITY);
}

/** What the frame holds in black and white (S25): a JPEG 600 pixels wide. */
export async function greyPreview(bytes: Uint8Array, frame: Frame): Promise<Buffer> {
  return greyOf(await framedPixels(bytes, frame, reduced(frameOutcome(frame), GREY_PREVIEW_WIDTH / frameOutcome(frame).width)));
}

/** What the frame holds at most `maxWidth` wide, for looking at: small beside a list, large under review. */
export async function framed(bytes: Uint8Array, frame: Frame, { maxWidth, grey }: FramedOptions): Promise<Buffer> {
  const picture = fromPixels(await framedPixels(bytes, frame, reduced(frameOutcome(frame), maxWidth / frameOutcome(frame).width)));
  return toJpeg(grey ? picture.greyscale().toColourspace('b-w') : picture, PREVIEW_QUALITY);
}
export type FramedOptions = { readonly maxWidth: number; readonly grey: boolean };

/** The same as the grey preview, of pixels that are decoded already. */
export const greyOf = (pixels: Pixels): Promise<Buffer> =>
  toJpeg(
    fromPixels(pixels).resize({ width: GREY_PREVIEW_WIDTH, withoutEnlargement: true }).greyscale().toColourspace('b-w'),
    PREVIEW_QUALITY,
  );

/** The photo itself: what the frame holds, in colour, at most 2000 × 2800, encoded anew and so without any metadata. */
export async function cropped(bytes: Uint8Array, frame: Frame): Promise<Buffer> {
  return toJpeg(fromPixels(await framedPixels(bytes, frame, frameOutcome(frame))), FINAL_QUALITY);
}

/** What is printed on the card: what the frame holds, reduced and grey, nothing else (PORTAL.md 4: never altered). */
export async function cardPhoto(bytes: Uint8Array, frame: Frame): Promise<Buffer> {
  const { width, height, dotsAnInch } = CARD_PHOTO;
  const picture = fromPixels(await framedPixels(bytes, frame, frameOutcome(frame))).resize({ width, height, fit: 'cover' });
  return toJpeg(picture.greyscale().toColourspace('b-w').withDensity(dotsAnInch), FINAL_QUALITY);
}

/** What the frame holds, 1000 pixels high, for the checks. */
export async function rawForChecks(bytes: Uint8Array, frame: Frame): Promise<Pixels> {
  return framedPixels(bytes, frame, reduced(frameOutcome(frame), CHECK_HEIGHT / frameOutcome(frame).height));
}

/** Sides: so many times as wide as high a picture is looked at in full height; a strip of fifty megapixels costs no more. */
const WIDEST = 5;

/** The whole picture, at most 1000 pixels high. */
export async function wholeForChecks(bytes: Uint8Array): Promise<Pixels> {
  const most = { width: WIDEST * CHECK_HEIGHT, height: CHECK_HEIGHT };
  return toPixels(upright(bytes).resize({ ...most, fit: 'inside', withoutEnlargement: true }));
}

async function wholePixels(bytes: Uint8Array, maxWidth: number): Promise<Pixels> {
  await uprightSize(bytes);
  return toPixels(upright(bytes).resize({ width: maxWidth, withoutEnlargement: true }));
}

/** Never larger than it is. */
function reduced(size: PictureSize, scale: number): PictureSize {
  const by = Math.min(1, scale);
  return { width: Math.round(size.width * by), height: Math.round(size.height * by) };
}
