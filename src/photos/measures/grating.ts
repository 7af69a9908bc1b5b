import type { GreyPatch } from '../checks/scene.js';
import { spectrumOf } from './spectrum.js';

const SIDE = 256;
const HALF = SIDE / 2;
/** Below this many cycles across the patch lie eyes, nose and mouth. */
const LOWEST = 15;
/** Frequencies of about the same fineness are compared with each other: two cycles a ring. */
const RINGS = HALF / 2;
/** Power of noise that any sensor has; without it perfect pictures would have infinite peaks. */
const FLOOR = SIDE * SIDE * 0.05;
/** Around a peak: from here to there other frequencies must be weak. An edge of glasses or lips goes on in its direction. */
const [NEAR, FAR] = [6, 11];
/** JPEG's blocks repeat every eight pixels: their harmonics on the axes are not looked at. */
const BLOCKS = SIDE / 8;
/** What counts least of the two ways to stand out, in powers of ten: a ring is quieter than a peak's own neighbourhood. */
const CREDIT = 1;

const sums = new Float64Array(RINGS);
const counts = new Uint32Array(RINGS);
const peaks = new Float64Array(RINGS);
const places = new Uint16Array(RINGS);

/**
 * How far a single frequency stands out from all like it, in powers of ten: the dots of a print, the lines of a screen,
 * the moiré of the two (S10: not a picture of a paper photo). Null when the patch has another side than 256.
 */
export function measureGrating(patch: GreyPatch): number | null {
  const power = spectrumOf(patch);
  if (power === null) return null;
  sums.fill(0);
  counts.fill(0);
  peaks.fill(0);
  for (let x = 0; x <= HALF; x++) {
    for (let row = 0; row < SIDE; row++) {
      const y = row < HALF ? row : row - SIDE;
      if (x === 0 && y < 0) continue;
      const square = x * x + y * y;
      if (square < LOWEST * LOWEST || square >= HALF * HALF) continue;
      const ring = Math.sqrt(square) >> 1;
      const here = power[x * SIDE + row]!;
      sums[ring]! += Math.log(here + FLOOR);
      counts[ring]!++;
      if (here <= peaks[ring]! || ofBlocks(x, Math.abs(y))) continue;
      peaks[ring] = here;
      places[ring] = x * SIDE + row;
    }
  }
  let best = 0;
  for (let ring = LOWEST >> 1; ring < RINGS; ring++) {
    const usual = Math.exp(sums[ring]! / counts[ring]!);
    const ratio = Math.log10((peaks[ring]! + FLOOR) / usual);
    if (ratio <= best) continue;
    const around = meanAround(power, Math.floor(places[ring]! / SIDE), places[ring]! % SIDE);
    best = Math.max(best, Math.min(ratio, Math.log10((peaks[ring]! + FLOOR) / (around + FLOOR)) + CREDIT));
  }
  return best;
}

const ofBlocks = (x: number, y: number): boolean => (x <= 1 && nearBlock(y)) || (y <= 1 && nearBlock(x));
const nearBlock = (cycles: number): boolean => (cycles + 1) % BLOCKS <= 2;

/** Mean power in a ring of frequencies around one. */
function meanAround(power: Float32Array, x: number, row: number): number {
  let [sum, seen] = [0, 0];
  for (let dx = -FAR; dx <= FAR; dx++) {
    for (let dy = -FAR; dy <= FAR; dy++) {
      const apart = dx * dx + dy * dy;
      if (apart < NEAR * NEAR || apart > FAR * FAR) continue;
      // Real values have a symmetrical spectrum: beyond the left edge it goes on upside down.
      const [atX, atRow] = x + dx < 0 ? [-x - dx, -row - dy] : [x + dx, row + dy];
      if (atX > HALF) continue;
      sum += power[atX * SIDE + ((atRow + 2 * SIDE) % SIDE)]!;
      seen++;
    }
  }
  return sum / seen;
}
