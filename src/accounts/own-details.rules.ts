import { folded, wordsOf } from '../privacy/normalise.js';
import { looksOf } from './guessable.rules.js';

/** What is known of the person who chooses a password. */
export interface OwnDetails {
  readonly username: string;
  readonly email: string;
  /** Names, in one text or many. */
  readonly names: readonly string[];
  readonly uci: string;
  readonly applicationNumber: string;
  /** `YYYY-MM-DD`, or empty. */
  readonly dateOfBirth: string;
  /** Lines of the addresses given. */
  readonly addresses: readonly string[];
}

/** Shorter pieces stand in any text. */
const SHORTEST_PIECE = 3;
/** So many letters and digits must be left when one's own details are taken away. */
const LEAST_REST = 8;

/** Every piece a guesser would try, folded, longest first. */
export function piecesOf(own: OwnDetails): string[] {
  const [local = '', domain = ''] = own.email.split('@');
  const [year = '', month = '', day = ''] = own.dateOfBirth.split('-');
  const short = year.slice(2);
  const dates = year
    ? [[year, month, day], [day, month, year], [month, day, year], [short, month, day], [day, month, short], [month, day, short], [year]]
    : [];
  const texts = [...own.names, local, domain.replace(/\.[^.]*$/, ''), own.username, ...own.addresses];
  const pieces = [
    ...texts.flatMap((text) => [folded(text), ...wordsOf(text.replace(/[._+@']/g, ' '))]),
    folded(own.names.join('')),
    folded([...own.names].reverse().join('')),
    own.uci.replace(/\D/g, ''),
    folded(own.applicationNumber),
    own.applicationNumber.replace(/\D/g, ''),
    ...dates.map((date) => date.join('')),
  ];
  return [...new Set(pieces)].filter((piece) => piece.length >= SHORTEST_PIECE).sort((a, b) => b.length - a.length);
}

/** Whether hardly anything is left of a password once the person's own details are taken away, also where digits stand for letters. */
export function isOwnDetails(password: string, pieces: readonly string[]): boolean {
  return [folded, looksOf].some((read) => {
    const text = read(password);
    const rest = pieces.reduce((left, piece) => left.replaceAll(read(piece), ''), text);
    return rest !== text && [...rest].length < LEAST_REST;
  });
}
