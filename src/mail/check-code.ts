import { randomBytes } from 'node:crypto';
import { readCode, writtenCode } from '../privacy/crockford.js';

/** 80 bits in four groups of four characters: nobody guesses one of a mail that was sent. */
const CHARACTERS = 16;
const GROUP = 4;

/** The code of a new mail, as it is printed in it. */
export const newCheckCode = (): string => writtenCode(BigInt(`0x${randomBytes((5 * CHARACTERS) / 8).toString('hex')}`), CHARACTERS, GROUP);

/** A code as somebody typed it, in the way it is printed; null when it can't be one of ours. */
export function typedCheckCode(text: string): string | null {
  const bits = readCode(text, CHARACTERS);
  return bits === null ? null : writtenCode(bits, CHARACTERS, GROUP);
}
