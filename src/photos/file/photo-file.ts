import { looksLikeJpeg, readJpegHeader } from './jpeg-header.js';
import { MAX_FILE_BYTES, MAX_PIXELS } from '../photo.rules.js';
import { looksLikePng, readPngHeader } from './png-header.js';
import { type Orientation, swapsSides } from './tiff-orientation.js';

/** A file that may be decoded. Width and height in pixels, as the picture stands upright. */
export type PhotoFile = {
  readonly ok: true;
  readonly type: 'jpeg' | 'png';
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  readonly bytes: number;
};

/** Why a file is not taken (S17, S20). Each is a key of the locales as well. */
export const FILE_REFUSALS = [
  'empty',
  'heic',
  'webp',
  'pdf',
  'svg',
  'gif',
  'avif',
  'tiff',
  'bmp',
  'notAPhoto',
  'damaged',
  'tooManyPixels',
  'tooLarge',
] as const;
export type FileRefusal = (typeof FILE_REFUSALS)[number];

export type RefusedFile = {
  readonly ok: false;
  readonly reason: FileRefusal;
  readonly detail?: { readonly width?: number; readonly height?: number; readonly pixels?: number; readonly bytes?: number };
};

/**
 * What an upload is, by its content and never by its name (S20), read from the header alone: nothing is decoded, so a file
 * that claims a billion pixels costs nothing. The type is judged before the size, because how to convert a file is the
 * more useful thing to say. An `ok` file may still turn out damaged when it is decoded.
 */
export function identifyPhoto(bytes: Uint8Array): PhotoFile | RefusedFile {
  if (bytes.length === 0) return refused('empty');
  if (looksLikeJpeg(bytes)) return judged('jpeg', readJpegHeader(bytes), bytes.length);
  if (looksLikePng(bytes)) return judged('png', readPngHeader(bytes), bytes.length);
  return refused(otherFormat(bytes));
}

function judged(type: PhotoFile['type'], header: ReturnType<typeof readJpegHeader>, bytes: number): PhotoFile | RefusedFile {
  if (bytes > MAX_FILE_BYTES) return refused('tooLarge', { bytes });
  if (header === null || header.width === 0 || header.height === 0) return refused('damaged');
  const { orientation } = header;
  const [width, height] = swapsSides(orientation) ? [header.height, header.width] : [header.width, header.height];
  const pixels = width * height;
  if (pixels > MAX_PIXELS) return refused('tooManyPixels', { width, height, pixels });
  return { ok: true, type, width, height, orientation, bytes };
}

const refused = (reason: FileRefusal, detail?: RefusedFile['detail']): RefusedFile =>
  detail === undefined ? { ok: false, reason } : { ok: false, reason, detail };

/** First bytes of the formats people send most often by mistake, so that the page can say how to convert each. */
function otherFormat(bytes: Uint8Array): FileRefusal {
  const start = text(bytes, 0, 4);
  if (start === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'webp';
  if (start === 'GIF8') return 'gif';
  if (start === 'II*\0' || start === 'MM\0*') return 'tiff';
  if (start.startsWith('BM')) return 'bmp';
  if (text(bytes, 4, 8) === 'ftyp') return isoMedia(bytes);
  const opening = text(bytes, 0, 1024);
  if (opening.includes('%PDF-')) return 'pdf';
  if (/<svg[\s>]|<!doctype\s+svg/i.test(opening)) return 'svg';
  return 'notAPhoto';
}

const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'];

/** HEIC and AVIF share one container; its brands tell which, and a general brand may stand first. */
function isoMedia(bytes: Uint8Array): FileRefusal {
  const box = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const brands: string[] = [];
  for (let at = 8; at + 4 <= Math.min(box, bytes.length, 256); at += 4) brands.push(text(bytes, at, at + 4));
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  return brands.some((brand) => HEIC_BRANDS.includes(brand)) ? 'heic' : 'notAPhoto';
}

const text = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString('latin1');
