import { LIGHT } from '../file/colour.js';
import type { Pixels } from '../file/pixels.js';
import { bytesFor, floatsFor } from './buffers.js';

/** CIE L*a*b* (D65) of every pixel, row by row, and its brightness as stored (0 to 255, Rec. 709). The arrays may be longer. */
export interface LabPlanes {
  readonly width: number;
  readonly height: number;
  readonly lightness: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly grey: Uint8Array;
}

/** So many steps from no light to all of it: fine enough for a tenth of L* in deep shadow. */
const STEPS = 8191;

/** The curve of CIE L*a*b*, looked up: a cube root for each of half a million values would take longer than all other sums. */
const CURVE = Float32Array.from({ length: STEPS + 2 }, (_, step) => {
  const light = step / STEPS;
  return light > 216 / 24389 ? Math.cbrt(light) : ((light * 24389) / 27 + 16) / 116;
});

const part = (share: number): Float32Array => Float32Array.from(LIGHT, (light) => light * share * STEPS);
// Rows sum to the white point and are divided by it, so that equal stored values have no colour at all.
const [XR, XG, XB] = [part(0.4124564 / 0.95047), part(0.3575761 / 0.95047), part(0.1804375 / 0.95047)];
const [YR, YG, YB] = [part(0.2126729), part(0.7151522), part(0.072175)];
const [ZR, ZG, ZB] = [part(0.0193339 / 1.08883), part(0.119192 / 1.08883), part(0.9503041 / 1.08883)];

/** Valid until the next picture is given. */
export function labPlanesOf({ data, width, height }: Pixels): LabPlanes {
  const count = width * height;
  const [lightness, a, b] = [floatsFor('lightness', count), floatsFor('a', count), floatsFor('b', count)];
  const grey = bytesFor('grey', count);
  for (let n = 0, at = 0; n < count; n++, at += 3) {
    // one by one: a list taken apart for each pixel made 28 MB of rubbish a photo
    const red = data[at]!;
    const green = data[at + 1]!;
    const blue = data[at + 2]!;
    const x = CURVE[(XR[red]! + XG[green]! + XB[blue]! + 0.5) | 0]!;
    const y = CURVE[(YR[red]! + YG[green]! + YB[blue]! + 0.5) | 0]!;
    const z = CURVE[(ZR[red]! + ZG[green]! + ZB[blue]! + 0.5) | 0]!;
    lightness[n] = 116 * y - 16;
    a[n] = 500 * (x - y);
    b[n] = 200 * (y - z);
    grey[n] = (54 * red + 183 * green + 19 * blue + 128) >> 8;
  }
  return { width, height, lightness, a, b, grey };
}

/** L* of a grey of that stored brightness, 0 to 255. */
export const lightnessOf = (stored: number): number => 116 * CURVE[(LIGHT[Math.round(stored)]! * STEPS + 0.5) | 0]! - 16;
