import type { PictureHeader } from './jpeg-header.js';
import { type Orientation, orientationOf } from './tiff-orientation.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
const IHDR = 0x49484452;
const IDAT = 0x49444154;
const EXIF = 0x65584966;
const HEADER_BYTES = 13;
/** Length, type and check sum around what a chunk holds. */
const CHUNK_FRAME = 12;

/** The first four bytes are enough to call it a PNG; a broken rest of the signature makes it a damaged one. */
export const looksLikePng = (bytes: Uint8Array): boolean => SIGNATURE.slice(0, 4).every((byte, n) => bytes[n] === byte);

/**
 * Reads the size from the IHDR chunk, which must be the first, and the orientation from an eXIf chunk before the pixels.
 * Null when there is no whole, sensible IHDR. Check sums are left to the decoder.
 */
export function readPngHeader(bytes: Uint8Array): PictureHeader | null {
  if (bytes.length < 33 || !SIGNATURE.every((byte, n) => bytes[n] === byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(8) !== HEADER_BYTES || view.getUint32(12) !== IHDR) return null;
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  let orientation: Orientation = 1;
  for (let at = 33; at + CHUNK_FRAME <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    if (type === IDAT || at + CHUNK_FRAME + length > bytes.length) break;
    if (type === EXIF) orientation = orientationOf(bytes.subarray(at + 8, at + 8 + length));
    at += CHUNK_FRAME + length;
  }
  return { width, height, orientation };
}
