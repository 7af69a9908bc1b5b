import type { GreyPatch } from '../checks/scene.js';

const LEVELS = 256;
/** Tones this near to each other are one: noise and a JPEG's rounding spread them. */
const NEAR = 1;
/** Over so many tones to either side the face's shading is even. */
const WIDE = 10;
/** Around the commonest tone so many are left out: something of a single tone, like a dark lens, is no loss of tones. */
const COMMONEST = 4;

const counts = new Float64Array(LEVELS);
const fine = new Float64Array(LEVELS);
const coarse = new Float64Array(LEVELS);

/** How far the tones of a patch stand in separate groups, 0 to 1: a face shades evenly from light to dark, few tones make a comb. */
export function measureToneGaps({ data }: GreyPatch): number {
  counts.fill(0);
  for (let n = 0; n < data.length; n++) counts[data[n]!]!++;
  // What is lost at the ends of the scale is a matter of light, not of tones.
  counts.fill(0, 0, 4);
  counts.fill(0, LEVELS - 5);
  let commonest = 0;
  for (let tone = 1; tone < LEVELS; tone++) if (counts[tone]! > counts[commonest]!) commonest = tone;
  counts.fill(0, Math.max(0, commonest - COMMONEST), commonest + COMMONEST + 1);
  blurred(counts, fine, NEAR);
  blurred(counts, coarse, WIDE);
  let [apart, all] = [0, 0];
  for (let tone = 0; tone < LEVELS; tone++) {
    apart += Math.abs(fine[tone]! - coarse[tone]!);
    all += counts[tone]!;
  }
  return all < data.length / 10 ? 0 : apart / (2 * all);
}

function blurred(from: Float64Array, to: Float64Array, reach: number): void {
  let sum = 0;
  for (let tone = 0; tone < reach; tone++) sum += from[tone]!;
  for (let tone = 0; tone < LEVELS; tone++) {
    sum += from[tone + reach] ?? 0;
    to[tone] = sum / (2 * reach + 1);
    sum -= from[tone - reach] ?? 0;
  }
}
