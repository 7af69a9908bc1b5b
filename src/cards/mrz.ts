import type { Sex } from '../cases/person.entity.js';

/** What the machine readable zone of a card holds. Dates are `YYYY-MM-DD`. */
export interface MrzFacts {
  /** Two characters: `CA`. */
  readonly documentCode: string;
  /** Three letters: `CAN`. */
  readonly issuer: string;
  /** Nine characters, letters and digits. */
  readonly number: string;
  readonly dateOfBirth: string;
  readonly sex: Sex;
  readonly expiresOn: string;
  /** Three letters of mrz-countries.ts. */
  readonly citizenship: string;
  readonly familyName: string;
  /** May be empty. */
  readonly givenNames: string;
}

const WIDTH = 30;
const WEIGHTS = [7, 3, 1];
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The three lines of a card of size TD1 (ICAO Doc 9303 part 5, section 4.2), 30 characters each. */
export function mrzLines(facts: MrzFacts): readonly [string, string, string] {
  const number = filled(facts.number, 9);
  const first = filled(filled(facts.documentCode, 2) + facts.issuer + number + checkDigit(number), WIDTH);
  const [birth, expiry] = [shortDate(facts.dateOfBirth), shortDate(facts.expiresOn)];
  const [checkedBirth, checkedExpiry] = [birth + checkDigit(birth), expiry + checkDigit(expiry)];
  const optional = filled('', 11);
  const whole = checkDigit(first.slice(5) + checkedBirth + checkedExpiry + optional);
  const sex = facts.sex === 'X' ? '<' : facts.sex;
  return [first, checkedBirth + sex + checkedExpiry + facts.citizenship + optional + whole, mrzNames(facts)];
}

/** Modulo 10 with the weights 7, 3, 1; letters count from 10, fillers nothing (Doc 9303 part 3, section 4.9). */
export const checkDigit = (text: string): string =>
  String([...text].reduce((sum, character, at) => sum + Math.max(0, ALPHABET.indexOf(character)) * (WEIGHTS[at % 3] as number), 0) % 10);

/**
 * The line of names. Too long a name is cut at its end, once the family name has left the given names a place; a cut line ends with a
 * letter, so that a reader knows (Doc 9303 part 5, section 4.2.3).
 */
export function mrzNames({ familyName, givenNames }: Pick<MrzFacts, 'familyName' | 'givenNames'>): string {
  let [family, given] = [inMrzLetters(familyName), inMrzLetters(givenNames)];
  if (!family) [family, given] = [given, '']; // one name: it is the first
  const line = () => (given ? `${family}<<${given}` : family);
  if (line().length <= WIDTH) return filled(line(), WIDTH);
  if (given) family = family.slice(0, WIDTH - 3).replace(/<+$/, '');
  while (line().charAt(WIDTH - 1) === '<') family = family.slice(0, -1).replace(/<+$/, '');
  return filled(line().slice(0, WIDTH), WIDTH);
}

/** Letters that are more than a letter with a mark on it (Doc 9303 part 3, section 6.A). Of others of living alphabets BARRED_OR_HOOKED knows the letter behind them. */
const WRITTEN_OUT: Readonly<Record<string, string>> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ö: 'OE',
  Ø: 'OE',
  Œ: 'OE',
  Ü: 'UE',
  ẞ: 'SS',
  Þ: 'TH',
  Ð: 'D',
  Đ: 'D',
  Ħ: 'H',
  Ĳ: 'IJ',
  Ł: 'L',
  Ŋ: 'N',
  Ŧ: 'T',
  Ə: 'E',
  Ǥ: 'G',
  Ǣ: 'AE',
  Ǽ: 'AE',
  Ǿ: 'OE',
};

/** Letters with a bar, a hook, or turned round, which nothing takes apart; the standard’s table has none of them [A]. */
const BARRED_OR_HOOKED: Readonly<Record<string, string>> = {
  A: 'ȺⱭ',
  B: 'ɃƁ',
  C: 'ȻƇ',
  D: 'ƉƊ',
  E: 'ƐƎɆ',
  F: 'Ƒ',
  G: 'ƓƔ',
  H: 'ⱧꞪ',
  I: 'ƖƗ',
  J: 'Ɉ',
  K: 'ƘⱩĸ',
  L: 'ȽⱠⱢ',
  N: 'ƝȠ',
  O: 'ƆƟ',
  P: 'ƤⱣ',
  R: 'ɌⱤ',
  S: 'ƩⱾ',
  T: 'ƬƮȾ',
  U: 'ƱɄ',
  V: 'ƲɅ',
  Y: 'ƳɎ',
  Z: 'ƵƷȤⱫⱿ',
};
const LETTERS = new Map(Object.entries(WRITTEN_OUT));
for (const [letter, others] of Object.entries(BARRED_OR_HOOKED)) for (const other of others) LETTERS.set(other, letter);

/** A name in A to Z, its parts kept apart by one filler; apostrophes and the Catalan point fall away, however they are typed. */
function inMrzLetters(name: string): string {
  const written = [...name.normalize('NFKC').replace(/ß/g, 'ẞ').toUpperCase()].map((letter) => LETTERS.get(letter) ?? letter).join('');
  return written
    .normalize('NFD')
    .replace(/[\p{M}\p{Lm}\p{Sk}\u0027\u00b7\u2018\u2019\ua78b.]/gu, '')
    .replace(/[^A-Z]+/g, '<')
    .replace(/^<|<$/g, '');
}

const filled = (text: string, width: number): string => text.padEnd(width, '<');
const shortDate = (day: string): string => day.slice(2).replaceAll('-', '');
