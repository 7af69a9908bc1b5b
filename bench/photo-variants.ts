/**
 * Defects of other strength, kind and place than those of the data's own degrade.mjs, made of the same portraits:
 * `npm run photo:eval -- DIR --defects bench/photo-variants.ts`. Limits were chosen on the data's defects; these say
 * whether a check knows the fault or only that one picture of it.
 */
import sharp from 'sharp';
import type { Place } from './photo-eval/portraits.js';

/** What is known of the portrait: hand-placed points in pixels, the sides, the person mask with a byte a pixel. */
interface Known {
  readonly W: number;
  readonly H: number;
  /** Middles of the pupils; R is the person's own right. */
  readonly eyeR: Place;
  readonly eyeL: Place;
  /** Edge of the upper lid from corner to corner, and of the lower lid between them. */
  readonly lidsR: readonly Place[];
  readonly lowR: readonly Place[];
  readonly lidsL: readonly Place[];
  readonly lowL: readonly Place[];
  /** Both corners, the highest and the lowest point of the lips. */
  readonly mouth: readonly [Place, Place, Place, Place];
  /** Where the lips meet. */
  readonly inner: readonly Place[];
  readonly chin: Place;
}

type Maker = (jpeg: Buffer, known: Known) => Promise<Buffer>;
type Colour = readonly [number, number, number];

/** Nothing here is left to chance. */
export const reset = (): void => undefined;

interface Raw {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

async function opened(jpeg: Buffer): Promise<Raw> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const packed = ({ data, width, height }: Raw): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();

const LIGHT = Float64Array.from({ length: 256 }, (_, value) =>
  value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
);
const stored = (light: number): number => 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * Math.min(1, light) ** (1 / 2.4) - 0.055);

/** Every stored value becomes another one, by the light it stands for. */
const lit =
  (curve: (light: number) => number): Maker =>
  async (jpeg) => {
    const picture = await opened(jpeg);
    const table = Uint8Array.from(LIGHT, (light) => Math.round(Math.max(0, Math.min(255, stored(curve(light))))));
    for (let at = 0; at < picture.data.length; at++) picture.data[at] = table[picture.data[at]!]!;
    return packed(picture);
  };
const times = (gain: number): Maker => lit((light) => light * gain);

const between = (one: Place, other: Place): Place => [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
const eyeDistance = ({ eyeR, eyeL }: Known): number => Math.hypot(eyeL[0] - eyeR[0], eyeL[1] - eyeR[1]);

const drawn =
  (shapes: (known: Known, unit: number) => string): Maker =>
  (jpeg, known) => {
    const drawing = `<svg width="${known.W}" height="${known.H}">${shapes(known, eyeDistance(known))}</svg>`;
    return sharp(jpeg)
      .composite([{ input: Buffer.from(drawing) }])
      .jpeg({ quality: 90 })
      .toBuffer();
  };

/** Height of a line of points at x; null beside it. */
function heightAt(points: readonly Place[], x: number): number | null {
  const line = [...points].sort((one, other) => one[0] - other[0]);
  for (let n = 1; n < line.length; n++) {
    const [from, to] = [line[n - 1]!, line[n]!];
    if (x < from[0] || x > to[0]) continue;
    return from[1] + ((x - from[0]) / Math.max(1, to[0] - from[0])) * (to[1] - from[1]);
  }
  return null;
}

const copyOf = ({ data, ...size }: Raw): Raw => ({ ...size, data: Buffer.from(data) });

/** The colour at a place between two rows. */
function sampled({ data, width, height }: Raw, x: number, y: number, part: number): number {
  const row = Math.max(0, Math.min(height - 2, Math.floor(y)));
  const share = Math.max(0, Math.min(1, y - row));
  const at = (row * width + x) * 3 + part;
  return data[at]! * (1 - share) + data[at + width * 3]! * share;
}

/**
 * Lips apart by so much of the eyes' distance in the middle: the lower lip and the chin move down, the gap shows teeth on
 * top, as the share says, and the dark of the mouth below.
 */
const lipsApart =
  (apart: number, teeth: number): Maker =>
  async (jpeg, known) => {
    const picture = await opened(jpeg);
    const before = copyOf(picture);
    const unit = eyeDistance(known);
    const [one, other] = known.mouth;
    const [left, right] = [Math.min(one[0], other[0]), Math.max(one[0], other[0])];
    const line = [one, ...known.inner, other];
    const end = known.chin[1] + unit * 0.2;
    for (let x = Math.ceil(left); x <= right; x++) {
      const across = (x - left) / (right - left);
      const gap = unit * apart * (1 - (2 * across - 1) ** 2);
      const top = heightAt(line, x);
      if (top === null || gap < 1) continue;
      for (let y = Math.ceil(top); y < Math.min(end, picture.height); y++) {
        const at = (y * picture.width + x) * 3;
        const down = (y - top) / gap;
        for (let part = 0; part < 3; part++) {
          if (down >= 1) {
            picture.data[at + part] = sampled(before, x, top + ((y - top - gap) * (end - top)) / (end - top - gap), part);
          } else {
            const colour: Colour = down < teeth ? [190, 182, 168] : [48, 20, 22];
            const soft = Math.min(1, (y - top + 1) / 3, (top + gap - y) / 3);
            picture.data[at + part] = sampled(before, x, top, part) * (1 - soft) + colour[part]! * soft;
          }
        }
      }
    }
    return packed(picture);
  };

type Lids = readonly [upper: readonly Place[], lower: readonly Place[]];
const lidsOf = (known: Known, side: 'R' | 'L'): Lids => [known[`lids${side}`], known[`low${side}`]];

/**
 * The upper lid comes down until only so much of the opening is left: skin from above is stretched over the eye, darkened
 * towards the lashes, which are drawn as a line on its edge.
 */
const lidsDown =
  (left: number, sides: readonly ('R' | 'L')[]): Maker =>
  async (jpeg, known) => {
    const picture = await opened(jpeg);
    const before = copyOf(picture);
    const unit = eyeDistance(known);
    for (const side of sides) {
      const [upper, low] = lidsOf(known, side);
      const lower = [upper[0]!, ...low, upper.at(-1)!];
      const from = Math.ceil(Math.min(...upper.map(([x]) => x)));
      const to = Math.floor(Math.max(...upper.map(([x]) => x)));
      for (let x = from; x <= to; x++) {
        const [top, bottom] = [heightAt(upper, x), heightAt(lower, x)];
        if (top === null || bottom === null || bottom - top < 1) continue;
        const lash = unit * 0.022;
        const edge = bottom - (bottom - top) * left;
        const begin = top - unit * 0.13;
        // the lid's own skin ends above its lashes
        const skinEnd = top - unit * 0.05;
        for (let y = Math.ceil(begin); y <= edge; y++) {
          const at = (y * picture.width + x) * 3;
          const down = (y - begin) / Math.max(1, edge - begin);
          const dark = y > edge - lash ? 0.4 : 1;
          for (let part = 0; part < 3; part++) picture.data[at + part] = sampled(before, x, begin + down * (skinEnd - begin), part) * dark;
        }
      }
    }
    return packed(picture);
  };

/** As if from a picture of that width: every pixel of it has become a square. */
const squares =
  (width: number, quality: number): Maker =>
  async (jpeg, { W, H }) => {
    const small = await sharp(jpeg).resize(width).png().toBuffer();
    return sharp(small).resize(W, H, { fit: 'fill', kernel: 'nearest' }).jpeg({ quality }).toBuffer();
  };

/** As a messenger passes it on: so wide, and packed smaller. */
const sentOn =
  (width: number, make: Maker): Maker =>
  async (jpeg, known) =>
    sharp(await make(jpeg, known))
      .resize(width)
      .jpeg({ quality: 75 })
      .toBuffer();

const patch = (side: 'eyeR' | 'eyeL', colour: string, [across, down]: readonly [number, number], more = ''): Maker =>
  drawn(
    (known, unit) =>
      `<ellipse cx="${known[side][0]}" cy="${known[side][1]}" rx="${unit * across}" ry="${unit * down}" fill="${colour}" ${more}/>`,
  );

/** A strip of adhesive cloth in the colour of the cheek, with a weave that hardly shows. */
const plaster =
  (side: 'eyeR' | 'eyeL'): Maker =>
  async (jpeg, known) => {
    const picture = await opened(jpeg);
    const unit = eyeDistance(known);
    const [x, y] = known[side].map(Math.round) as [number, number];
    const cheek = (Math.round(y + unit * 0.5) * picture.width + x) * 3;
    const skin = picture.data.subarray(cheek, cheek + 3);
    for (let down = Math.round(-0.26 * unit); down <= 0.26 * unit; down++) {
      for (let across = Math.round(-0.32 * unit); across <= 0.32 * unit; across++) {
        const at = ((y + down) * picture.width + x + across) * 3;
        const weave = (Math.floor(across / 4) + Math.floor(down / 4)) % 2 === 0 ? 1.04 : 0.97;
        for (let part = 0; part < 3; part++) picture.data[at + part] = Math.min(255, skin[part]! * weave);
      }
    }
    return packed(picture);
  };

interface Frames {
  readonly rim: string;
  readonly thick: number;
  readonly round: number;
  readonly lens: string;
  readonly opacity: number;
}

/** Width and height of a lens in distances of the eyes. */
const LENS = [0.7, 0.5] as const;

const glasses = ({ rim, thick, round, lens, opacity }: Frames): Maker =>
  drawn((known, unit) => {
    const [x, y] = between(known.eyeR, known.eyeL);
    const line = `stroke="${rim}" stroke-width="${unit * thick}"`;
    const lenses = [known.eyeR, known.eyeL].map(
      ([ex, ey]) =>
        `<rect x="${ex - (unit * LENS[0]) / 2}" y="${ey - unit * 0.22}" width="${unit * LENS[0]}" height="${unit * LENS[1]}" rx="${unit * round}" fill="${lens}" fill-opacity="${opacity}" ${line}/>`,
    );
    const bridge = `<path d="M ${x - unit * 0.15} ${y - unit * 0.03} q ${unit * 0.15} ${-unit * 0.07} ${unit * 0.3} 0" fill="none" ${line}/>`;
    return lenses.join('') + bridge;
  });

/** What must warn, `none` when nothing may, and how it is made: as in degrade.mjs. */
export const defects: Readonly<Record<string, readonly [expected: string, Maker]>> = {
  light_times_2_5: ['exposure_over', times(2.5)],
  light_times_4: ['exposure_over', times(4)],
  light_times_0_3: ['exposure_dark', times(0.3)],
  light_times_0_15: ['exposure_dark', times(0.15)],
  lips_apart_8: ['mouth_closed', lipsApart(0.08, 0)],
  lips_apart_12: ['mouth_closed', lipsApart(0.12, 0.6)],
  lips_apart_16: ['mouth_closed', lipsApart(0.16, 1)],
  lids_down: ['eyes_open', lidsDown(0, ['R', 'L'])],
  lids_down_15: ['eyes_open', lidsDown(0.15, ['R', 'L'])],
  lids_half: ['eyes_open', lidsDown(0.3, ['R', 'L'])],
  lids_half_small: ['eyes_open', sentOn(720, lidsDown(0.3, ['R', 'L']))],
  lid_half_right: ['eyes_open', lidsDown(0.3, ['R'])],
  lid_half_left: ['eyes_open', lidsDown(0.3, ['L'])],
  lid_down_right: ['eyes_open', lidsDown(0, ['R'])],
  lid_down_left: ['eyes_open', lidsDown(0, ['L'])],
  patch_right: ['eyes_visible', patch('eyeR', '#17151a', [0.34, 0.27])],
  patch_white: ['eyes_visible', patch('eyeL', '#efece4', [0.33, 0.25])],
  patch_brown: ['eyes_visible', patch('eyeR', '#6b4a34', [0.3, 0.22])],
  patch_plaster: ['eyes_visible', plaster('eyeL')],
  squares_90: ['compression', squares(90, 92)],
  squares_120: ['compression', squares(120, 80)],
  squares_170: ['compression', squares(170, 92)],
  squares_200: ['compression', squares(200, 92)],
  glasses_thick: ['none', glasses({ rim: '#141216', thick: 0.055, round: 0.1, lens: '#fff', opacity: 0.05 })],
  glasses_thin: ['none', glasses({ rim: '#8d8a86', thick: 0.012, round: 0.22, lens: '#eef4ff', opacity: 0.06 })],
  glasses_brown: ['none', glasses({ rim: '#6a3d22', thick: 0.04, round: 0.25, lens: '#fff', opacity: 0.08 })],
  glasses_dark: ['eyes_visible', glasses({ rim: '#141216', thick: 0.03, round: 0.2, lens: '#0c1014', opacity: 0.85 })],
  glasses_green: ['eyes_visible', glasses({ rim: '#2b2522', thick: 0.03, round: 0.2, lens: '#122016', opacity: 0.7 })],
};
