import { type Orientation, orientationOf } from './tiff-orientation.js';

/** Sides in pixels as stored, before the orientation is applied. */
export type PictureHeader = { readonly width: number; readonly height: number; readonly orientation: Orientation };

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP1 = 0xe1;
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0] as const;

/** Starts with a JPEG's first marker and the beginning of the next one. */
export const looksLikeJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/**
 * Walks the segments before the first scan: the size stands in the start of frame, the orientation in an Exif segment
 * before or after it. Reads nothing but lengths and those two. Null when the file ends, or makes no sense, before that.
 */
export function readJpegHeader(bytes: Uint8Array): PictureHeader | null {
  if (!looksLikeJpeg(bytes)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { width: number; height: number } | null = null;
  let orientation: Orientation = 1;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    // Any number of 0xff may stand before a marker as padding.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (standsAlone(marker)) {
      at += 2;
      continue;
    }
    if (marker === END_OF_IMAGE) return null;
    if (marker === START_OF_SCAN) return size === null ? null : { ...size, orientation };
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return null;
    if (isStartOfFrame(marker)) {
      if (length < 8) return null;
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    if (marker === APP1 && EXIF.every((byte, n) => bytes[at + 4 + n] === byte)) {
      orientation = orientationOf(bytes.subarray(at + 10, at + 2 + length));
    }
    at += 2 + length;
  }
  return null;
}

/** SOF0 to SOF15; C4, C8 and CC are tables and a reserved code in the same range. */
const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
