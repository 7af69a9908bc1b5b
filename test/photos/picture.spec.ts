import sharp, { type Sharp } from 'sharp';
import { type Frame, largestFrame } from '../../src/photos/frame/frame.js';
import { cropped, framedPreview, greyPreview, inspect, preview, rawForChecks } from '../../src/photos/frame/picture.js';
import { toPixels } from '../../src/photos/file/decode.js';
import { PhotoTookTooLong, PhotoUnreadable } from '../../src/photos/file/photo-unreadable.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { jpegHeader, pngHeader } from './files.js';

const sizeOf = async (image: Buffer) => {
  const { format, width, height, channels } = await sharp(image).metadata();
  return { format, width, height, channels };
};
const whole = (width: number, height: number): Frame => largestFrame({ width, height })!;

/** Mean difference of two pictures of the same size, 0 to 255. */
async function difference(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all([one, other].map((image) => sharp(image).resize(50, 70, { fit: 'fill' }).greyscale().raw().toBuffer()));
  return a!.reduce((sum, value, n) => sum + Math.abs(value - b![n]!), 0) / a!.length;
}

describe('what comes out', () => {
  it('is a JPEG of the frame: grey at 600 wide, in colour at its own size', async () => {
    const photo = await drawPortrait({ width: 1500, height: 2000 });
    const frame = { left: 100, top: 50, width: 1300, angle: 0 };
    expect(await sizeOf(await greyPreview(photo, frame))).toEqual({ format: 'jpeg', width: 600, height: 840, channels: 1 });
    expect(await sizeOf(await cropped(photo, frame))).toEqual({ format: 'jpeg', width: 1300, height: 1820, channels: 3 });
    expect(await rawForChecks(photo, frame)).toMatchObject({ width: 714, height: 1000 });
    expect(await sizeOf(await preview(photo, { maxWidth: 640 }))).toMatchObject({ width: 640, height: 853 });
    expect(await sizeOf(await framedPreview(photo, frame, { maxWidth: 640 }))).toMatchObject({ width: 640, height: 853 });
  });

  it('S17: a larger frame is reduced to 2000 × 2800, and nothing is ever enlarged', async () => {
    const large = await drawPortrait({ width: 2400, height: 3360 });
    expect(await sizeOf(await cropped(large, whole(2400, 3360)))).toMatchObject({ width: 2000, height: 2800 });
    const small = await drawPortrait({ width: 715, height: 1000 });
    expect(await sizeOf(await cropped(small, whole(715, 1000)))).toMatchObject({ width: 715, height: 1000 });
    expect(await sizeOf(await preview(small, { maxWidth: 5000 }))).toMatchObject({ width: 715, height: 1000 });
    expect(await rawForChecks(small, whole(715, 1000))).toMatchObject({ width: 715, height: 1000 });
  });

  it('carries no metadata of the file: no position, no camera, no comment', async () => {
    const plain = await drawPortrait({ width: 800, height: 1120 });
    const exif = { IFD0: { Make: 'CANARY' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '45/1 25/1 0/1' } };
    const photo = await sharp(plain).withExif(exif).jpeg().toBuffer();
    expect(photo.includes('CANARY')).toBe(true);
    const frame = whole(800, 1120);
    const options = { maxWidth: 400 };
    for (const image of [await cropped(photo, frame), await preview(photo, options), await framedPreview(photo, frame, options)]) {
      expect(image.includes('CANARY')).toBe(false);
      expect(await sharp(image).metadata()).not.toHaveProperty('exif');
    }
  });
});

describe('which part and which way up', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('orientation %i, JPEG and PNG: upright, the right part', async (orientation) => {
    const frame = { left: 60, top: 40, width: 720, angle: 0 };
    const expected = await cropped(await drawPortrait({ width: 900, height: 1200, headX: 0.1 }), frame);
    for (const format of ['jpeg', 'png'] as const) {
      const photo = await drawPortrait({ width: 900, height: 1200, headX: 0.1, orientation, format });
      expect(await inspect(photo)).toMatchObject({ ok: true, type: format, width: 900, height: 1200, orientation });
      expect(await difference(await cropped(photo, frame), expected)).toBeLessThan(1);
    }
  });

  it('a frame turned with a leaning head sets it straight', async () => {
    const straight = await drawPortrait({ width: 1600, height: 2000 });
    const leaning = await drawPortrait({ width: 1600, height: 2000, turn: 10 });
    // The drawing leans about the middle of its face, so a frame with its centre there sees the same picture.
    const frame = { left: 400, top: Math.round((685 / 1400) * 2000) - 560, width: 800, angle: 0 };
    const upright = await cropped(straight, frame);
    const turned = await cropped(leaning, { ...frame, angle: 10 });
    expect(await sizeOf(turned)).toMatchObject({ width: 800, height: 1120 });
    expect(await difference(turned, upright)).toBeLessThan(2);
    expect(await difference(await cropped(leaning, frame), upright)).toBeGreaterThan(8);
  });

  it('has no empty corner, even at the edges of a turned frame', async () => {
    const dark = await sharp({ create: { width: 1400, height: 1800, channels: 3, background: '#202020' } })
      .jpeg()
      .toBuffer();
    for (const angle of [-30, -7, 3, 20, 90]) {
      const { data } = await rawForChecks(dark, largestFrame({ width: 1400, height: 1800 }, angle)!);
      expect(Math.max(...data.subarray(0, 60_000), ...data.subarray(-60_000))).toBeLessThan(0x24);
    }
  });

  it('draws the frame where it is', async () => {
    const photo = await drawPortrait({ width: 1000, height: 1400 });
    const image = sharp(await framedPreview(photo, { left: 200, top: 140, width: 715, angle: 0 }, { maxWidth: 500 }));
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => data[(y * info.width + x) * info.channels]!;
    expect(at(20, 20)).toBeLessThan(130);
    expect(at(140, 120)).toBeGreaterThan(225);
  });
});

describe('colours', () => {
  it('a transparent PNG stands on white', async () => {
    const clear = await sharp({ create: { width: 800, height: 1120, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toBuffer();
    expect([...(await rawForChecks(clear, whole(800, 1120))).data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  it.each([
    ['CMYK', (image: Sharp) => image.toColourspace('cmyk').jpeg({ quality: 95 })],
    ['Display P3', (image: Sharp) => image.withIccProfile('p3').jpeg({ quality: 95 })],
    ['16 bits a colour', (image: Sharp) => image.toColourspace('rgb16').png()],
    ['a palette', (image: Sharp) => image.png({ palette: true })],
    ['grey', (image: Sharp) => image.greyscale().png()],
  ])('%s becomes plain sRGB that looks the same', async (_name, convert) => {
    const plain = await drawPortrait({ width: 750, height: 1050 });
    const photo = await convert(sharp(plain)).toBuffer();
    const image = await cropped(photo, whole(750, 1050));
    expect(await sharp(image).metadata()).toMatchObject({ space: 'srgb', channels: 3, hasProfile: false });
    expect(await difference(image, plain)).toBeLessThan(6);
  });
});

describe('files that are not what they claim', () => {
  it('cut short, in either format: damaged', async () => {
    for (const format of ['jpeg', 'png'] as const) {
      const photo = await drawPortrait({ width: 800, height: 1120, format });
      expect(await inspect(photo.subarray(0, photo.length / 2))).toEqual({ ok: false, reason: 'damaged' });
      await expect(cropped(photo.subarray(0, photo.length / 2), whole(800, 1120))).rejects.toThrow(PhotoUnreadable);
    }
  });

  it('a header that claims 20000 × 20000 pixels is refused before it is decoded', async () => {
    for (const header of [jpegHeader(20_000, 20_000), pngHeader(20_000, 20_000)]) {
      expect(await inspect(header)).toMatchObject({ ok: false, reason: 'tooManyPixels' });
      await expect(preview(header, { maxWidth: 100 })).rejects.toThrow('tooManyPixels');
    }
  });

  it('a header with nothing behind it: damaged', async () => {
    for (const header of [jpegHeader(800, 1120), pngHeader(800, 1120)])
      expect(await inspect(header)).toEqual({ ok: false, reason: 'damaged' });
  });

  it('a decoder whose time is up says so, and does not call the file damaged', async () => {
    const work = sharp({ create: { width: 6_000, height: 6_000, channels: 3, background: '#888' } }).blur(200);
    await expect(toPixels(work.timeout({ seconds: 1 }))).rejects.toThrow(PhotoTookTooLong);
  });

  it('only JPEG and PNG reach a decoder', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(sharp(svg).png().toBuffer()).rejects.toThrow('unsupported image format');
    await expect(preview(svg, { maxWidth: 9 })).rejects.toThrow('svg');
  });

  it('a frame that does not lie in the picture is not cut out', async () => {
    const photo = await drawPortrait({ width: 715, height: 1000 });
    await expect(cropped(photo, { left: 1, top: 0, width: 715, angle: 0 })).rejects.toThrow(PhotoUnreadable);
  });
});
