/** Crockford's base 32: no I, L, O or U; whoever types them for 1 and 0 is understood. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A number as people copy it from paper: `7KQ2M-…`.
 * @param bits 5 × characters of them at most, the highest first
 * @param group so many characters stand together
 */
export function writtenCode(bits: bigint, characters: number, group: number): string {
  const written = Array.from({ length: characters }, (_, index) => ALPHABET[Number((bits >> BigInt(5 * (characters - 1 - index))) & 31n)]);
  return written.join('').replace(new RegExp(`(.{${group}})(?=.)`, 'g'), '$1-');
}

/** The bits of a code that somebody typed; null when it can't be one. Case, blanks and dashes of any kind do not count. */
export function readCode(text: string, characters: number): bigint | null {
  const typed = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\u200b_.]/gu, '');
  const clear = typed.replace(/O/g, '0').replace(/[IL]/g, '1');
  if (clear.length !== characters) return null;
  let bits = 0n;
  for (const character of clear) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    bits = (bits << 5n) | BigInt(value);
  }
  return bits;
}
