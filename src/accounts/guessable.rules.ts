import { folded } from '../privacy/normalise.js';
import { COMMON_WORDS, LITTLE_WORDS, SITE_WORDS } from './guessable-words.js';

/** What a password is made of, when that is little; also names of texts. */
export type Guessable = 'commonWords' | 'siteWords' | 'ownDetails';

/** So many different words, little ones between them aside, make a password no harder to guess; from here on they do (TRUST.md 12). */
export const FEWEST_WORDS = 3;
/** So many letters that belong to no word make no difference, nor do so many in all when those of little words are added. */
const FEW_LETTERS = 2;
const FEW_LETTERS_WITH_LITTLE_WORDS = 5;

type WordKind = 'common' | 'site' | 'little' | 'own';

/** A letter of all words that begin alike. Walked letter by letter, so that any text costs its length and no more. */
interface Branch {
  readonly next: Map<string, Branch>;
  word: string | null;
  kind: WordKind;
}

/** A character as it is compared: what it may stand for, and whether it was typed as a letter. */
interface Sign {
  readonly looks: string;
  readonly letter: boolean;
}

const LOOKS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  l: 'i',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
};

/** Signs typed for letters are read as the digits that are typed for the same. */
const withDigits = (text: string): string =>
  text.replace(/[@$!|€+]/g, (sign) => ({ '@': '4', $: '5', '!': '1', '|': '1', '€': '3', '+': '7' })[sign] ?? sign);

/** `P@ssw0rd` and `password` look alike: accents, capitals, spaces and punctuation gone, digits and signs read as letters. */
const signsOf = (text: string): Sign[] =>
  [...folded(withDigits(text))].map((sign) => ({ looks: LOOKS[sign] ?? sign, letter: /\p{L}/u.test(sign) }));

export const looksOf = (text: string): string =>
  signsOf(text)
    .map(({ looks }) => looks)
    .join('');

/** `paassword` and `password` are the same. */
function collapsed(signs: readonly Sign[]): Sign[] {
  const kept: Sign[] = [];
  for (const sign of signs) {
    const last = kept.at(-1);
    if (last?.looks !== sign.looks) kept.push(sign);
    else if (sign.letter && !last.letter) kept[kept.length - 1] = sign;
  }
  return kept;
}

function grow(root: Branch, word: string, kind: WordKind): void {
  let branch = root;
  for (const { looks } of collapsed(signsOf(word))) {
    const next = branch.next.get(looks) ?? { next: new Map(), word: null, kind };
    branch.next.set(looks, next);
    branch = next;
  }
  if (branch === root || branch.word !== null) return;
  branch.word = word;
  branch.kind = kind;
}

const backwards = (word: string): string => [...word].reverse().join('');

const newTree = (): Branch => ({ next: new Map(), word: null, kind: 'common' });

const KNOWN = newTree();
for (const word of LITTLE_WORDS) grow(KNOWN, word, 'little');
for (const word of SITE_WORDS) grow(KNOWN, word, 'site');
for (const word of COMMON_WORDS) grow(KNOWN, word, 'common');
for (const word of [...SITE_WORDS, ...COMMON_WORDS].filter(({ length }) => length > 4)) grow(KNOWN, backwards(word), 'common');

/** The cheapest way to read a text up to a place. */
interface Reading {
  readonly cost: number;
  readonly letters: number;
  readonly from: number;
  readonly word: string | null;
  readonly kind: WordKind;
}

/** A letter that no word explains costs most, then each word; two little ones cost more than one word: the longest words are found. */
const COST = { letter: 1000, word: 10, little: 6 } as const;

/**
 * Whether a password is one or two words that everybody guesses, however they are written, repeated and dressed up with years, digits
 * and punctuation; null when it is more. Several different words are fine.
 * @param own words that only fit this person
 */
export function guessable(password: string, own: readonly string[]): Guessable | null {
  const ownTree = newTree();
  for (const word of own) grow(ownTree, word, 'own');
  const signs = collapsed(signsOf(password));
  const readings = readAll(signs, [KNOWN, ownTree]);
  const words = new Map<string, WordKind>();
  const letters = readings.at(-1)?.letters ?? 0;
  let others = letters;
  for (let at = signs.length; at > 0; at = readings[at]?.from ?? 0) {
    const reading = readings[at];
    if (reading?.word && reading.kind === 'little') others += at - reading.from;
    else if (reading?.word) words.set(reading.word, reading.kind);
  }
  const kinds = [...words.values()];
  if (kinds.length === 0 || kinds.length >= FEWEST_WORDS) return null;
  if (letters > FEW_LETTERS || others > FEW_LETTERS_WITH_LITTLE_WORDS) return null;
  if (kinds.includes('own')) return 'ownDetails';
  return kinds.includes('site') ? 'siteWords' : 'commonWords';
}

function readAll(signs: readonly Sign[], trees: readonly Branch[]): Reading[] {
  const best: Reading[] = [{ cost: 0, letters: 0, from: 0, word: null, kind: 'common' }];
  const offer = (at: number, reading: Reading): void => {
    const known = best[at];
    if (!known || reading.cost < known.cost) best[at] = reading;
  };
  for (const [start, sign] of signs.entries()) {
    const here = best[start] as Reading;
    const alone = sign.letter ? 1 : 0; // digits and signs between words cost nothing
    offer(start + 1, { ...here, cost: here.cost + alone * COST.letter, letters: here.letters + alone, from: start, word: null });
    for (const tree of trees) {
      let branch: Branch | undefined = tree;
      for (let end = start; end < signs.length; end++) {
        branch = branch.next.get(signs[end]?.looks ?? '');
        if (!branch) break;
        const { word, kind } = branch;
        if (word === null) continue;
        const cost = here.cost + (kind === 'little' ? COST.little : COST.word);
        offer(end + 1, { cost, letters: here.letters, from: start, word, kind });
      }
    }
  }
  return best;
}
