import sharp, { type Sharp } from 'sharp';
import { MAX_PIXELS, type PictureSize } from '../photo.rules.js';
import { identifyPhoto } from './photo-file.js';
import { PhotoTookTooLong, PhotoUnreadable } from './photo-unreadable.js';
import type { Pixels } from './pixels.js';
import { isOrientation, type Orientation } from './tiff-orientation.js';

/** The decoder gives up by itself after this, before the worker's own limit does it the hard way. */
const DECODE_SECONDS = 8;

// For the whole process: files of strangers reach two decoders, and no other of the forty. Nothing is kept between files.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] });
sharp.cache(false);
sharp.concurrency(1);

/** The picture to come: upright, on white where it was transparent, in sRGB whatever the file's own colours were. */
export const upright = (bytes: Uint8Array): Sharp => open(bytes).flatten({ background: '#fff' }).toColourspace('srgb');

/** Sides of the upright picture as the decoder sees them. The header is judged first, so a huge picture stops there. */
export async function uprightSize(bytes: Uint8Array): Promise<PictureSize & { readonly orientation: Orientation }> {
  const file = identifyPhoto(bytes);
  if (!file.ok) throw new PhotoUnreadable(file.reason);
  const { autoOrient, orientation } = await readable(open(bytes).metadata());
  return { width: autoOrient.width, height: autoOrient.height, orientation: isOrientation(orientation) ? orientation : 1 };
}

export async function toPixels(picture: Sharp): Promise<Pixels> {
  const { data, info } = await readable(picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }));
  if (info.channels !== 3) throw new PhotoUnreadable(`${info.channels} channels instead of 3`);
  return { data, width: info.width, height: info.height };
}

export const fromPixels = ({ data, width, height }: Pixels): Sharp => sharp(data, { raw: { width, height, channels: 3 } });

/** A new JPEG of nothing but these pixels: no position, camera, comment or profile of the file they came from. */
export const toJpeg = (picture: Sharp, quality: number): Promise<Buffer> => readable(picture.jpeg({ quality }).toBuffer());

const open = (bytes: Uint8Array): Sharp =>
  sharp(bytes, { autoOrient: true, failOn: 'warning', limitInputPixels: MAX_PIXELS, sequentialRead: true }).timeout({
    seconds: DECODE_SECONDS,
  });

/** How sharp says that its `timeout` was reached. */
const OUT_OF_TIME = /^timeout: /;

/** Whatever the decoder complains of, the file is unreadable to us; that its time was up is said of a busy machine's hour as well. */
async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new (OUT_OF_TIME.test(why) ? PhotoTookTooLong : PhotoUnreadable)(why, { cause: fault });
  }
}
