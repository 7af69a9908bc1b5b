/** The way a camera was held, as Exif writes it: 1 upright, 2–4 mirrored or upside down, 5–8 lying on a side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;

/**
 * Reads the orientation out of a TIFF block, which is what an Exif segment of a JPEG and an eXIf chunk of a PNG hold.
 * Only the first directory is read. Whatever is odd about the block, the answer is 1: a picture is not refused for it.
 */
export function orientationOf(tiff: Uint8Array): Orientation {
  if (tiff.length < 8) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const mark = view.getUint16(0);
  const little = mark === 0x4949;
  if (!little && mark !== 0x4d4d) return 1;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let n = 0; n < entries; n++) {
    const at = directory + 2 + n * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.length) return 1;
    if (view.getUint16(at, little) !== ORIENTATION_TAG) continue;
    const value = view.getUint16(at + 2, little) === SHORT ? view.getUint16(at + 8, little) : 1;
    return isOrientation(value) ? value : 1;
  }
  return 1;
}

/** Whether width and height change places when the picture is set upright. */
export const swapsSides = (orientation: Orientation): boolean => orientation >= 5;

export const isOrientation = (value: unknown): value is Orientation =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 8;
