import type { GreyPatch } from '../checks/scene.js';

/** A power of two; the patch's side. */
const SIDE = 256;
const HALF = SIDE / 2;

const WINDOW = Float64Array.from({ length: SIDE }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / SIDE));
const COSINE = Float64Array.from({ length: HALF }, (_, n) => Math.cos((2 * Math.PI * n) / SIDE));
const SINE = Float64Array.from({ length: HALF }, (_, n) => -Math.sin((2 * Math.PI * n) / SIDE));
const REVERSED = Uint8Array.from({ length: SIDE }, (_, n) => {
  let turned = 0;
  for (let bit = 0; bit < 8; bit++) if (n & (1 << bit)) turned |= 128 >> bit;
  return turned;
});

const real = new Float64Array(SIDE);
const imaginary = new Float64Array(SIDE);
/** Columns of what the rows became: column after column, so that each is read in one go. */
const columnsReal = new Float64Array((HALF + 1) * SIDE);
const columnsImaginary = new Float64Array((HALF + 1) * SIDE);
const power = new Float32Array((HALF + 1) * SIDE);

/**
 * Power of each frequency of a patch: across from 0 to 128 cycles, and for each of them 256 values down (the upper half
 * negative). The mean is taken out and the edges are faded, so that they make no frequencies of their own. The array is
 * valid until the next call; null when the patch has another side than 256.
 */
export function spectrumOf({ side, data }: GreyPatch): Float32Array | null {
  if (side !== SIDE) return null;
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  // Two rows of real values make one of complex ones; their results are taken apart by symmetry.
  for (let y = 0; y < SIDE; y += 2) {
    for (let x = 0; x < SIDE; x++) {
      const to = REVERSED[x]!;
      real[to] = (data[y * SIDE + x]! - mean) * WINDOW[y]! * WINDOW[x]!;
      imaginary[to] = (data[(y + 1) * SIDE + x]! - mean) * WINDOW[y + 1]! * WINDOW[x]!;
    }
    transform();
    for (let x = 0; x <= HALF; x++) {
      const other = (SIDE - x) % SIDE;
      const at = x * SIDE;
      columnsReal[at + y] = (real[x]! + real[other]!) / 2;
      columnsImaginary[at + y] = (imaginary[x]! - imaginary[other]!) / 2;
      columnsReal[at + y + 1] = (imaginary[x]! + imaginary[other]!) / 2;
      columnsImaginary[at + y + 1] = (real[other]! - real[x]!) / 2;
    }
  }
  for (let x = 0; x <= HALF; x++) {
    const at = x * SIDE;
    for (let y = 0; y < SIDE; y++) {
      real[REVERSED[y]!] = columnsReal[at + y]!;
      imaginary[REVERSED[y]!] = columnsImaginary[at + y]!;
    }
    transform();
    for (let y = 0; y < SIDE; y++) power[at + y] = real[y]! * real[y]! + imaginary[y]! * imaginary[y]!;
  }
  return power;
}

/** The fast Fourier transform of `real` and `imaginary`, whose values stand in reversed order already. */
function transform(): void {
  for (let length = 2; length <= SIDE; length <<= 1) {
    const [half, stride] = [length >> 1, SIDE / length];
    for (let start = 0; start < SIDE; start += length) {
      for (let n = 0, turn = 0; n < half; n++, turn += stride) {
        // plain numbers: lists here would cost as much as the sums
        const one = start + n;
        const other = one + half;
        const cos = COSINE[turn]!;
        const sin = SINE[turn]!;
        const re = real[other]! * cos - imaginary[other]! * sin;
        const im = real[other]! * sin + imaginary[other]! * cos;
        real[other] = real[one]! - re;
        imaginary[other] = imaginary[one]! - im;
        real[one]! += re;
        imaginary[one]! += im;
      }
    }
  }
}
