/** Files built by hand, byte by byte: headers that claim something, with or without what they claim behind them. */

/** A JPEG up to its first scan, of so many pixels, with an Exif orientation when given. No pixels follow. */
export function jpegHeader(width: number, height: number, orientation?: number): Buffer {
  const frame = Buffer.from([
    0xff,
    0xc0,
    0,
    17,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    3,
    1,
    0x22,
    0,
    2,
    0x11,
    1,
    3,
    0x11,
    1,
  ]);
  const scan = Buffer.from([0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]);
  const exif = orientation === undefined ? Buffer.alloc(0) : exifSegment(orientation);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), exif, frame, scan]);
}

/** A PNG's signature and IHDR, an eXIf chunk when an orientation is given, and an empty IDAT. */
export function pngHeader(width: number, height: number, orientation?: number): Buffer {
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width, 0);
  ihdr.writeUInt32BE(height, 4);
  ihdr.set([8, 2, 0, 0, 0], 8);
  const exif = orientation === undefined ? [] : [chunk('eXIf', tiff(orientation, 'MM'))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', ihdr), ...exif, chunk('IDAT', Buffer.alloc(0))]);
}

/** An ISO media file's first box, naming its brands. */
export function isoMedia(...brands: string[]): Buffer {
  const body = Buffer.from(`ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body, Buffer.alloc(40)]);
}

/** Sums are zero: nobody who only reads the header looks at them. */
function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}

function exifSegment(orientation: number): Buffer {
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff(orientation, 'II')]);
  return Buffer.concat([Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
}

function tiff(orientation: number, order: 'II' | 'MM'): Buffer {
  const short = (value: number) => (order === 'II' ? [value & 255, value >> 8] : [value >> 8, value & 255]);
  const long = (value: number) => (order === 'II' ? [...short(value), 0, 0] : [0, 0, ...short(value)]);
  const entry = [...short(0x0112), ...short(3), ...long(1), ...short(orientation), 0, 0];
  return Buffer.from([...Buffer.from(order), ...short(42), ...long(8), ...short(1), ...entry, ...long(0)]);
}
