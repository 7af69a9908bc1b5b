import type { Province } from './postal-address.js';

/** Canada Post: `A1A 1A1`; no D F I O Q U anywhere, and no W or Z at the beginning (PORTAL.md 4). */
const POSTAL_CODE = /^[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d$/;
const SHAPE = /^[A-Z]\d[A-Z]\d[A-Z]\d$/;

/** The first letter gives the province. */
const PROVINCES_OF: Record<string, readonly Province[]> = {
  A: ['NL'],
  B: ['NS'],
  C: ['PE'],
  E: ['NB'],
  G: ['QC'],
  H: ['QC'],
  J: ['QC'],
  K: ['ON'],
  L: ['ON'],
  M: ['ON'],
  N: ['ON'],
  P: ['ON'],
  R: ['MB'],
  S: ['SK'],
  T: ['AB'],
  V: ['BC'],
  X: ['NT', 'NU'],
  Y: ['YT'],
};

export type PostalCodeReading = { ok: true; code: string } | { ok: false; problem: 'outsideCanada' | 'letters' | 'shape'; letters: string };

/** Reads a postal code however it was spaced or written: `k1a0b1` is `K1A 0B1`. */
export function readPostalCode(typed: string): PostalCodeReading {
  const plain = typed.toUpperCase().replace(/[\s.\-‐-―]/gu, '');
  if (POSTAL_CODE.test(plain)) return { ok: true, code: `${plain.slice(0, 3)} ${plain.slice(3)}` };
  if (/^\d{4,9}$/.test(plain)) return { ok: false, problem: 'outsideCanada', letters: '' };
  if (!SHAPE.test(plain)) return { ok: false, problem: 'shape', letters: '' };
  const unused = [...plain].filter((letter, index) => /[DFIOQU]/.test(letter) || (index === 0 && /[WZ]/.test(letter)));
  return { ok: false, problem: 'letters', letters: [...new Set(unused)].join(', ') };
}

/** True where the code's first letter belongs to another province: a warning, never a refusal. */
export function provinceDiffers(postalCode: string, province: Province): boolean {
  const expected = PROVINCES_OF[postalCode[0] ?? ''];
  return expected !== undefined && !expected.includes(province);
}
