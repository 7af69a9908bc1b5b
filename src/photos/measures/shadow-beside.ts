import { BINS, binOf, medianOf } from './light-bins.js';
import { BEHIND, type View } from './view.js';

/** So far from the person a shadow on the wall is looked for, as a share of the picture's width. */
const BESIDE = 0.06;
/** Parts from top to bottom, on each side of the person, that are compared with the wall further away. */
const BANDS = 8;
const LEAST_IN_BAND = 60;
/** One dark part alone may be hair that stands out, so it counts for less than two. */
const ALONE = 0.7;
const bands = Array.from({ length: 2 * BANDS }, () => new Uint32Array(BINS));
const bandSizes = new Uint32Array(2 * BANDS);
const away = new Uint32Array(BINS);

/**
 * How much darker than the wall further away it is next to the person, in the darkest two parts of both sides, each by its
 * median. A shadow that the segmenter took for hair is looked for in the person (hidden-shadow.ts).
 */
export function shadowBeside({ width, height, regions, lightness }: View): number {
  const reach = Math.round(BESIDE * width);
  for (const band of bands) band.fill(0);
  bandSizes.fill(0);
  away.fill(0);
  let far = 0;
  for (let y = 0; y < height; y += 2) {
    const start = y * width;
    const part = Math.floor((y * BANDS) / height);
    let first = -1;
    let last = -1;
    for (let x = 0; x < width; x++) {
      if (regions[start + x] === BEHIND) continue;
      if (first < 0) first = x;
      last = x;
    }
    for (let x = 0; x < width; x++) {
      if (regions[start + x] !== BEHIND) continue;
      const bin = binOf(lightness[start + x]!);
      const toLeft = first - x;
      const toRight = x - last;
      if (first >= 0 && toLeft > 0 && toLeft <= reach) {
        bands[part]![bin]!++;
        bandSizes[part]!++;
      } else if (first >= 0 && toRight > 0 && toRight <= reach) {
        bands[BANDS + part]![bin]!++;
        bandSizes[BANDS + part]!++;
      } else {
        away[bin]!++;
        far++;
      }
    }
  }
  if (far === 0) return 0;
  const wall = medianOf(away, far);
  const parts = bands.flatMap((band, n) => (bandSizes[n]! < LEAST_IN_BAND ? [] : [wall - medianOf(band, bandSizes[n]!)]));
  const [darkest = 0, second = 0] = parts.sort((one, other) => other - one);
  return Math.max(second, ALONE * darkest);
}
