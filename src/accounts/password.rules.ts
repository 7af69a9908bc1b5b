import { DAY, MINUTE } from '../clock.js';
import { folded } from '../privacy/normalise.js';

/** A temporary password works for 30 days of 24 hours, to the second (S38). */
export const TEMPORARY_PASSWORD_DAYS = 30;
export const TEMPORARY_PASSWORD_LIFE = TEMPORARY_PASSWORD_DAYS * DAY;

/** A mailed link for a forgotten password (S41, TRUST.md 1). */
export const RESET_LINK_MINUTES = 30;
export const RESET_LINK_LIFE = RESET_LINK_MINUTES * MINUTE;
/** So many links of an account may be open at once: nobody's mailbox is flooded by strangers [A]. */
export const RESET_LINKS_OPEN = 3;

/** Length in characters (TRUST.md 12): 15 where the password stands alone. No composition rules, no expiry. */
export const PASSWORD_SHORTEST = 15;
export const PASSWORD_LONGEST = 128;

/** What is hashed and compared: NFKC, so that the same keys give the same password on every device. */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/** Temporary passwords are lower case without look-alikes; spaces, hyphens and capitals are forgiven. */
export const normalTemporaryPassword = (password: string): string => password.replace(/[\s-]/gu, '').toLowerCase();

/** Words of the site in both languages, folded: a password made of little else is easily guessed. */
const SITE_WORDS = [
  'permanentresidence',
  'residencepermanente',
  'confirmation',
  'canada',
  'password',
  'motdepasse',
  'portal',
  'portail',
  'immigration',
];

export type PasswordProblem = 'tooShort' | 'tooLong' | 'repeats' | 'sequence' | 'ownDetails' | 'siteWords';

/**
 * What is wrong with a chosen password, or null. Length first, then what makes it guessable.
 * @param own the person's names, username and address: a password must hold more than those
 */
export function passwordProblem(password: string, own: readonly string[]): PasswordProblem | null {
  const text = normalPassword(password);
  const length = [...text].length;
  if (length < PASSWORD_SHORTEST) return 'tooShort';
  if (length > PASSWORD_LONGEST) return 'tooLong';
  const plain = folded(text);
  if (new Set(text.toLowerCase()).size < 5) return 'repeats';
  if (isSequence(plain)) return 'sequence';
  const without = (words: readonly string[]) =>
    words
      .map(folded)
      .filter((word) => word.length >= 4)
      .sort((a, b) => b.length - a.length)
      .reduce((rest, word) => rest.replaceAll(word, ''), plain);
  if (without(own).length < 8 && plain.length >= 8 && without(own) !== plain) return 'ownDetails';
  if (without(SITE_WORDS).length < 6 && without(SITE_WORDS) !== plain) return 'siteWords';
  return null;
}

const KEYBOARD = ['abcdefghijklmnopqrstuvwxyz', '0123456789', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'];
const RUNS = new Set(
  [...KEYBOARD, ...KEYBOARD.map((row) => [...row].reverse().join(''))].flatMap((row) =>
    [...row].slice(0, -1).map((letter, index) => letter + row[index + 1]),
  ),
);

/** `abcdefghijklmno`, `123456789012345`: nearly every pair of neighbours is a step along the alphabet or a keyboard. */
function isSequence(text: string): boolean {
  let steps = 0;
  for (let index = 1; index < text.length; index++)
    if (RUNS.has(text.slice(index - 1, index + 1)) || text[index] === text[index - 1]) steps++;
  return text.length > 1 && steps / (text.length - 1) > 0.75;
}
