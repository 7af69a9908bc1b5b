import type { PersonFacts } from '../cases/person.entity.js';
import { CARD_NAME_CHARACTERS } from './card.rules.js';

/** A name as it will look on the card. */
export interface PrintedName {
  readonly text: string;
  /** The name is longer than the card has room for. That is explained, never an error (PORTAL.md 4). */
  readonly isCut: boolean;
}

export interface CardName {
  readonly family: PrintedName;
  readonly given: PrintedName;
  readonly isCut: boolean;
}

/** Both names as they will look on the card, each cut on its own to the room there is. */
export function cardName({ familyName, givenNames }: Pick<PersonFacts, 'familyName' | 'givenNames'>): CardName {
  const [family, given] = [printed(familyName), printed(givenNames)];
  return { family, given, isCut: family.isCut || given.isCut };
}

/** What people see as one character counts as one, accents included; the language makes no difference to that. */
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function printed(name: string): PrintedName {
  const all = Array.from(characters.segment(name.normalize('NFC').replace(/\s+/gu, ' ').trim()), ({ segment }) => segment);
  if (all.length <= CARD_NAME_CHARACTERS) return { text: all.join(''), isCut: false };
  const kept = all.slice(0, CARD_NAME_CHARACTERS).join('');
  return { text: kept.replace(/[\s\-‐-―]+$/u, ''), isCut: true };
}
