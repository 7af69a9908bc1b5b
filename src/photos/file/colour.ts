/** CIE L*a*b* of an sRGB pixel, white D65: L* from 0 black to 100 white, a* and b* 0 where there is no colour. */
export type Lab = { readonly lightness: number; readonly a: number; readonly b: number };

/** Looked up once, not for every pixel. */
const { cbrt } = Math;

/** Light of each stored value, 0 to 1 (IEC 61966-2-1). */
export const LIGHT = Float64Array.from({ length: 256 }, (_, value) => {
  const stored = value / 255;
  return stored <= 0.04045 ? stored / 12.92 : ((stored + 0.055) / 1.055) ** 2.4;
});

/** Reads the pixel whose red byte is at `at`. */
export function labAt(data: Uint8Array, at: number): Lab {
  const [red, green, blue] = [LIGHT[data[at]!]!, LIGHT[data[at + 1]!]!, LIGHT[data[at + 2]!]!];
  // Rows sum to the white point, so that equal stored values have no colour at all.
  const x = cubeRoot((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = cubeRoot(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = cubeRoot((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return { lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) };
}

/** How bright the pixel is as stored, 0 to 255 (Rec. 709). */
export const brightnessAt = (data: Uint8Array, at: number): number => 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;

const cubeRoot = (share: number): number => (share > 216 / 24389 ? cbrt(share) : (share * 24389) / 27 / 116 + 16 / 116);
