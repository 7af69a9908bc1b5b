import sharp, { type Sharp } from 'sharp';
import { type PortraitDrawing, portraitSvg } from './portrait-drawing.js';

/** How the drawn person should look; everything has a default that makes an acceptable photo. Sizes in pixels. */
export type PortraitWishes = Partial<PortraitDrawing> & {
  /** Times as much light, as a camera's exposure would: 0.3 is much too dark, 3 washed out. */
  readonly brightness?: number;
  /** Standard deviation of a blur, in pixels of a picture 1000 high. */
  readonly blur?: number;
  readonly format?: 'jpeg' | 'png';
  readonly quality?: number;
  /** Stores the picture lying on a side or mirrored, with the Exif note that sets it upright again. */
  readonly orientation?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
};

const ORDINARY: PortraitDrawing = {
  width: 1000,
  height: 1400,
  skin: 'medium',
  hair: 'short',
  background: '#f4f4f3',
  backgroundTo: '#f1f1f0',
  clothes: '#33475e',
  glare: false,
  headScale: 1,
  headX: 0,
  headY: 0,
  turn: 0,
};

/**
 * A portrait drawn by code, for tests and the demonstration: nobody's face. The same wishes give the same picture. A
 * `background` given alone colours the whole wall; with `backgroundTo` the wall changes from left to right.
 */
export async function drawPortrait(wishes: PortraitWishes = {}): Promise<Buffer> {
  const { brightness = 1, blur = 0, format = 'jpeg', quality = 92, orientation = 1, ...drawing } = wishes;
  const backgroundTo = drawing.backgroundTo ?? drawing.background ?? ORDINARY.backgroundTo;
  const drawn = await rendered(portraitSvg({ ...ORDINARY, ...drawing, backgroundTo }));
  const { width, height } = drawn.info;
  let picture = sharp(exposed(drawn.data, brightness), { raw: { width, height, channels: 3 } });
  if (blur > 0) picture = picture.blur((blur * height) / 1000);
  picture = await stored(picture, orientation);
  return (format === 'png' ? picture.png() : picture.jpeg({ quality, chromaSubsampling: '4:4:4' })).toBuffer();
}

const SVG_LOADER = { operation: ['VipsForeignLoadSvgBuffer'] };

/** The photo decoder blocks the SVG loader for the whole process; it is let in for this one drawing, which is our own. */
async function rendered(svg: string): Promise<{ data: Buffer; info: { width: number; height: number } }> {
  for (let tries = 2; ; tries--) {
    sharp.unblock(SVG_LOADER);
    try {
      return await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).raw().toBuffer({ resolveWithObject: true });
    } catch (fault) {
      // A thread that starts just now may have blocked it again in between.
      if (tries === 0) throw fault;
    } finally {
      sharp.block(SVG_LOADER);
    }
  }
}

/** Multiplies the light itself, not the stored numbers, which follow the eye's curve. */
function exposed(data: Buffer, brightness: number): Buffer {
  if (brightness === 1) return data;
  const table = Uint8Array.from({ length: 256 }, (_, value) => 255 * toStored(Math.min(1, toLight(value / 255) * brightness)) + 0.5);
  return Buffer.from(data.map((value) => table[value]!));
}

const toLight = (stored: number): number => (stored <= 0.04045 ? stored / 12.92 : ((stored + 0.055) / 1.055) ** 2.4);
const toStored = (light: number): number => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

/** What a viewer does to set each orientation upright, undone beforehand: a quarter turn clockwise, then a mirror. */
const UNDO = {
  1: [0, false],
  2: [0, true],
  3: [180, false],
  4: [180, true],
  5: [90, true],
  6: [270, false],
  7: [270, true],
  8: [90, false],
} as const;

async function stored(picture: Sharp, orientation: keyof typeof UNDO): Promise<Sharp> {
  if (orientation === 1) return picture;
  const [quarter, mirrored] = UNDO[orientation];
  const turned = await picture.rotate(quarter).raw().toBuffer({ resolveWithObject: true });
  const raw = { width: turned.info.width, height: turned.info.height, channels: 3 } as const;
  return sharp(turned.data, { raw }).flop(mirrored).withMetadata({ orientation });
}
