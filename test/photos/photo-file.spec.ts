import { identifyPhoto } from '../../src/photos/file/photo-file.js';
import { MAX_FILE_BYTES } from '../../src/photos/photo.rules.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { isoMedia, jpegHeader, pngHeader } from './files.js';

const reasonOf = (bytes: Uint8Array) => {
  const file = identifyPhoto(bytes);
  return file.ok ? file.type : file.reason;
};

describe('S20: what a file is, by its content', () => {
  it.each([
    ['nothing at all', Buffer.alloc(0), 'empty'],
    ['HEIC from a phone', isoMedia('heic', 'mif1', 'heic'), 'heic'],
    ['HEIC under a general brand', isoMedia('mif1', 'heic'), 'heic'],
    ['AVIF', isoMedia('avif', 'mif1'), 'avif'],
    ['AVIF under a general brand', isoMedia('mif1', 'avif'), 'avif'],
    ['a film', isoMedia('isom', 'mp42'), 'notAPhoto'],
    ['WebP', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), 'webp'],
    ['PDF', Buffer.from('%PDF-1.7\n'), 'pdf'],
    ['PDF after a line of something else', Buffer.from('\n\n%PDF-1.7\n'), 'pdf'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'svg'],
    ['SVG with a prologue', Buffer.from('<?xml version="1.0"?>\n<!-- x -->\n<svg width="9"></svg>'), 'svg'],
    ['GIF', Buffer.from('GIF89a\x01\0\x01\0', 'latin1'), 'gif'],
    ['TIFF, either way round', Buffer.from('II*\0\x08\0\0\0', 'latin1'), 'tiff'],
    ['TIFF, the other way round', Buffer.from('MM\0*\0\0\0\x08', 'latin1'), 'tiff'],
    ['BMP', Buffer.from('BM\x46\0\0\0', 'latin1'), 'bmp'],
    ['a web page', Buffer.from('<!doctype html><p>hello'), 'notAPhoto'],
    ['one byte', Buffer.from([0xff]), 'notAPhoto'],
    ['a JPEG cut in its header', jpegHeader(800, 1200).subarray(0, 12), 'damaged'],
    ['a PNG cut in its header', pngHeader(800, 1200).subarray(0, 20), 'damaged'],
    ['a PNG without width', pngHeader(0, 1000), 'damaged'],
    ['a JPEG without height', jpegHeader(1000, 0), 'damaged'],
    ['a JPEG that ends before it begins', Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'damaged'],
  ])('%s', (_name, bytes, reason) => expect(reasonOf(bytes)).toBe(reason));

  it.each(['jpeg', 'png'] as const)('a real %s', async (format) => {
    const file = identifyPhoto(await drawPortrait({ width: 300, height: 420, format }));
    expect(file).toMatchObject({ ok: true, type: format, width: 300, height: 420, orientation: 1 });
  });

  it('never throws, wherever a file is cut', async () => {
    const whole = await drawPortrait({ width: 60, height: 84, orientation: 6 });
    for (let length = 0; length < whole.length; length++) expect(() => identifyPhoto(whole.subarray(0, length))).not.toThrow();
  });
});

describe('size and way up, read from the header', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i of a JPEG and a PNG', (orientation) => {
    const upright = orientation < 5 ? { width: 900, height: 700 } : { width: 700, height: 900 };
    expect(identifyPhoto(jpegHeader(900, 700, orientation))).toMatchObject({ ok: true, orientation, ...upright });
    expect(identifyPhoto(pngHeader(900, 700, orientation))).toMatchObject({ ok: true, orientation, ...upright });
  });

  it('an orientation that does not exist counts as upright', () => {
    expect(identifyPhoto(jpegHeader(900, 700, 9))).toMatchObject({ ok: true, orientation: 1, width: 900 });
  });

  it('S17: 50 million pixels pass, more are refused with the figure, and nothing was decoded', () => {
    expect(reasonOf(jpegHeader(10_000, 5_000))).toBe('jpeg');
    expect(identifyPhoto(jpegHeader(10_000, 5_001))).toEqual({
      ok: false,
      reason: 'tooManyPixels',
      detail: { width: 10_000, height: 5_001, pixels: 50_010_000 },
    });
    expect(reasonOf(pngHeader(20_000, 20_000))).toBe('tooManyPixels');
    expect(reasonOf(pngHeader(0xffffffff, 0xffffffff))).toBe('tooManyPixels');
  });

  it('S17: 4 MB pass, one byte more is refused with the figure', () => {
    const header = jpegHeader(800, 1200);
    const filled = (bytes: number) => Buffer.concat([header, Buffer.alloc(bytes - header.length)]);
    expect(MAX_FILE_BYTES).toBe(4_194_304);
    expect(identifyPhoto(filled(4_194_304))).toMatchObject({ ok: true, bytes: 4_194_304 });
    expect(identifyPhoto(filled(4_194_305))).toEqual({ ok: false, reason: 'tooLarge', detail: { bytes: 4_194_305 } });
  });
});
