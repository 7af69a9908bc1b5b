import { folded } from '../privacy/normalise.js';

/** Rows of the keyboards used here: QWERTY, AZERTY, Canadian French and Canadian multilingual; with Shift as well. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop[]\\',
  "asdfghjkl;'",
  'zxcvbnm,./',
  '`1234567890-=',
  '~!@#$%^&*()_+',
  'azertyuiop^$',
  'qsdfghjklmù*',
  '<wxcvbn,;:!',
  '&é"\'(-è_çà)=',
  '#1234567890-=',
  '|!"/$%?&*()_+',
  'qwertyuiop^¸',
  'qwertyuiop^ç',
  'asdfghjkl;`<',
  'asdfghjkl;èà',
  '«zxcvbnm,.é',
  'ùzxcvbnm,.é',
];
/** Their columns, from the digits down. */
const COLUMNS = [
  ...['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik,', '9ol.', '0p;/'],
  ...['1aqw', '2zsx', '&aqw', 'ézsx', '0pm:'],
];

const STEPS = new Set(
  [...ROWS, ...COLUMNS].flatMap((row) => [...row].slice(1).flatMap((key, at) => [[...row][at] + key, key + [...row][at]])),
);

/** Such a share of steps leaves nothing to guess. */
const MOSTLY = 0.75;
/** A step of the same width again and again: `acegik`, `13579`, `zyxw`. */
const WIDEST_STEP = 3;

/**
 * `abcdefghijklmno`, `123456789012345`, `azertyuiopqsdf`, `1qaz2wsx3edc4rfv`: nearly every key is a neighbour of the one before, or as far
 * from it as that was from its own. Read twice: as typed, and without accents and punctuation.
 */
export const isSequence = (text: string): boolean => [text.toLowerCase(), folded(text)].some(isMadeOfSteps);

function isMadeOfSteps(text: string): boolean {
  const keys = [...text];
  if (keys.length < 3) return false;
  let steps = 0;
  let width = Number.NaN;
  for (let at = 1; at < keys.length; at++) {
    const [before = '', key = ''] = [keys[at - 1], keys[at]];
    const wide = (key.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
    if (key === before || STEPS.has(before + key) || (wide === width && Math.abs(wide) <= WIDEST_STEP)) steps++;
    width = wide;
  }
  return steps / (keys.length - 1) > MOSTLY;
}

/** The same few characters, or a short piece again and again. */
export function isRepeated(text: string, shortest: number): boolean {
  const keys = [...text.toLowerCase()];
  if (new Set(keys).size < 5) return true;
  const period = periodOf(keys);
  return period < shortest && period <= keys.length / 2;
}

/** The length of the shortest piece that a text repeats, whole or cut at the end (Knuth, Morris and Pratt: one pass). */
function periodOf(keys: readonly string[]): number {
  const borders = [0];
  for (let at = 1; at < keys.length; at++) {
    let border = borders[at - 1] ?? 0;
    while (border > 0 && keys[border] !== keys[at]) border = borders[border - 1] ?? 0;
    borders.push(keys[border] === keys[at] ? border + 1 : border);
  }
  return keys.length - (borders.at(-1) ?? 0);
}
