import { looksLikeJpeg } from './jpeg-header.js';

const START_OF_SCAN = 0xda;
const QUANTISATION = 0xdb;
const VALUES = 64;

/** Annex K of ITU-T T.81, the table for brightness at quality 50, in the zigzag order of the file. */
const STANDARD = [
  16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51, 56, 55,
  64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
];

/**
 * The quality from 1 to 100 at which the Independent JPEG Group's encoder would write a table nearest to this file's own
 * for brightness. Null when the file is no JPEG or has no table before its first scan.
 */
export function jpegQualityOf(bytes: Uint8Array): number | null {
  const table = brightnessTable(bytes);
  if (table === null) return null;
  let best = { quality: 1, distance: Infinity };
  for (let quality = 1; quality <= 100; quality++) {
    const distance = distanceTo(table, quality);
    if (distance < best.distance) best = { quality, distance };
  }
  return best.quality;
}

function distanceTo(table: readonly number[], quality: number): number {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return STANDARD.reduce((sum, standard, n) => {
    const value = Math.min(255, Math.max(1, Math.floor((standard * percent + 50) / 100)));
    return sum + Math.abs(value - table[n]!);
  }, 0);
}

/** Table 0, which every encoder uses for brightness. The file's header was judged before, so lengths are only kept within it. */
function brightnessTable(bytes: Uint8Array): number[] | null {
  if (!looksLikeJpeg(bytes)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff || marker === START_OF_SCAN) return null;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (marker === QUANTISATION) {
      const table = tableZero(view, at + 4, Math.min(end, bytes.length));
      if (table !== null) return table;
    }
    at = end;
  }
  return null;
}

/** A segment may hold several tables: each begins with its size (0: bytes, 1: two bytes) and its number. */
function tableZero(view: DataView, from: number, end: number): number[] | null {
  for (let at = from; at < end; ) {
    const [wide, number] = [view.getUint8(at) >> 4 !== 0, view.getUint8(at) & 15];
    const next = at + 1 + VALUES * (wide ? 2 : 1);
    if (next > end) return null;
    const start = at + 1;
    if (number === 0) return Array.from({ length: VALUES }, (_, n) => (wide ? view.getUint16(start + 2 * n) : view.getUint8(start + n)));
    at = next;
  }
  return null;
}
