import { brightnessAt, labAt } from './colour.js';
import type { Pixels } from './pixels.js';

// Looked up once: some of this runs a million times for a photo.
const { abs, max, min } = Math;

// What pixels alone can tell, without knowing where the face is. Areas are shares of the framed picture's sides.

type Area = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** Where background shows on a well framed photo of anybody: a band on top, and the sides down to the ears. */
const BACKGROUND: readonly Area[] = [
  { left: 0, top: 0, right: 1, bottom: 0.05 },
  { left: 0, top: 0.05, right: 0.08, bottom: 0.42 },
  { left: 0.92, top: 0.05, right: 1, bottom: 0.42 },
];

/** Inside the face, whoever it is: neither hair nor wall nor clothes. */
const MIDDLE: Area = { left: 0.34, top: 0.35, right: 0.66, bottom: 0.72 };
/** The head, where sharpness matters. */
const HEAD: Area = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 };
const WHOLE: Area = { left: 0, top: 0, right: 1, bottom: 1 };

/** Hair or a shoulder may reach into the background's area: so much of it, the farthest from the rest, is not counted. */
const STRAY = 0.05;

/** Mean lightness L*, strength of colour C* of the mean, and standard deviation of L*. */
export type Background = { readonly lightness: number; readonly chroma: number; readonly evenness: number };

export function measureBackground(pixels: Pixels): Background {
  const seen = BACKGROUND.flatMap((area) => [...placesIn(pixels, area, 3)]).map((at) => labAt(pixels.data, at));
  const median = percentile(
    seen.map(({ lightness }) => lightness),
    0.5,
  );
  const strangeness = percentile(
    seen.map(({ lightness }) => abs(lightness - median)),
    1 - STRAY,
  );
  const wall = seen.filter(({ lightness }) => abs(lightness - median) <= strangeness);
  const lightness = mean(wall.map((lab) => lab.lightness));
  const chroma = Math.hypot(mean(wall.map((lab) => lab.a)), mean(wall.map((lab) => lab.b)));
  return { lightness, chroma, evenness: Math.sqrt(mean(wall.map((lab) => (lab.lightness - lightness) ** 2))) };
}

/** The brightness, 0 to 255, that only half a percent of the picture exceeds. */
export const measureBrightest = (pixels: Pixels): number =>
  percentile(
    [...placesIn(pixels, WHOLE, 5)].map((at) => brightnessAt(pixels.data, at)),
    0.995,
  );

/** Share of the middle where red, green or blue is at the upper end, so that what was there is lost. */
export function measureClipping(pixels: Pixels): number {
  const { data } = pixels;
  let [seen, lost] = [0, 0];
  for (const at of placesIn(pixels, MIDDLE, 2)) {
    seen++;
    if (max(data[at]!, data[at + 1]!, data[at + 2]!) >= CLIPPED) lost++;
  }
  return lost / seen;
}

/** A JPEG seldom keeps 255 exactly. */
const CLIPPED = 253;

/** Half the width of the blur that is tried on: nine pixels in a row become one. */
const REACH = 4;

/**
 * How blurred the head is, 0 to 1, in the worse direction, so that movement counts too. A sharp picture loses most of its
 * steps between neighbours when it is blurred once more, a blurred one hardly any; 1 is a picture without any step.
 */
export function measureBlur(pixels: Pixels): number {
  const { left, top, right, bottom } = inPixels(pixels, HEAD);
  const [width, height] = [right - left, bottom - top];
  const grey = new Float32Array(width * height);
  for (let y = 0, n = 0; y < height; y++) {
    for (let x = 0; x < width; x++, n++) grey[n] = brightnessAt(pixels.data, ((top + y) * pixels.width + left + x) * 3);
  }
  return Math.max(
    stepsKept(grey, { lines: height, apart: width, values: width, step: 1 }),
    stepsKept(grey, { lines: width, apart: 1, values: height, step: width }),
  );
}

/** Along all rows, or all columns: so many lines, their starts so far apart, so many values in each, `step` from one to the next. */
function stepsKept(grey: Float32Array, along: { lines: number; apart: number; values: number; step: number }): number {
  const { lines, apart, values, step } = along;
  let steps = 0;
  let kept = 0;
  for (let line = 0; line < lines; line++) {
    for (let n = REACH + 1; n + REACH < values; n++) {
      const at = line * apart + n * step;
      const here = abs(grey[at]! - grey[at - step]!);
      // Between two neighbouring means of nine values only the first and the last value differ.
      const blurred = abs(grey[at + REACH * step]! - grey[at - (REACH + 1) * step]!) / (2 * REACH + 1);
      steps += here;
      kept += min(here, blurred);
    }
  }
  return steps === 0 ? 1 : kept / steps;
}

function inPixels({ width, height }: Pixels, { left, top, right, bottom }: Area): Area {
  return {
    left: Math.floor(left * width),
    top: Math.floor(top * height),
    right: Math.ceil(right * width),
    bottom: Math.ceil(bottom * height),
  };
}

/** Places of the red bytes of every `step`th pixel of every `step`th row. */
function* placesIn(pixels: Pixels, area: Area, step: number): Generator<number> {
  const { left, top, right, bottom } = inPixels(pixels, area);
  for (let y = top; y < bottom; y += step) for (let x = left; x < right; x += step) yield (y * pixels.width + x) * 3;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const percentile = (values: readonly number[], share: number): number =>
  Float64Array.from(values).sort()[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
