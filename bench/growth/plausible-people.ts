import { fakerEN_CA, fakerFR_CA } from '@faker-js/faker';
import type { PersonFacts } from '../../src/cases/person.entity.js';
import { addressWordsOf } from '../../src/confirmation/address-words.js';
import type { PostalAddress } from '../../src/confirmation/postal-address.js';
import { searchWordsOf } from '../../src/keys/keyed-indexes.js';
import type { Language } from '../../src/language/language.js';
import type { Vault } from '../../src/privacy/vault.js';
import type { SeededPerson } from './seeded-cases.js';

/** Each run makes the same people. */
const SEED = 20261128;
/** Somebody nobody knows, as the columns of a person hold them. */
export interface SealedPerson {
  readonly facts: Buffer;
  /** Of a card that is printed. */
  readonly face: Buffer | null;
  readonly uciIndex: Buffer;
  readonly words: Buffer[];
}

export interface SealedAddress {
  readonly home: Buffer;
  readonly words: Buffer[];
}

/** Names, days and numbers in both languages, sealed and hashed as the portal does. */
export class PlausiblePeople {
  readonly #of = { en: fakerEN_CA, fr: fakerFR_CA };
  readonly #vault: Vault;
  #ucis = 0;

  constructor(vault: Vault) {
    this.#vault = vault;
    for (const faker of Object.values(this.#of)) faker.seed(SEED);
  }

  /** Of a family: the same family name and place; sex and birth are those of the person whose copy it is, and stay plausible. */
  member(language: Language, familyName: string, { facts: like, face }: SeededPerson): SealedPerson {
    const sex = like.sex === 'F' ? 'female' : like.sex === 'M' ? 'male' : undefined;
    const uci = `2${String(++this.#ucis).padStart(9, '0')}`;
    const facts: PersonFacts = { ...like, familyName, givenNames: this.#of[language].person.firstName(sex), uci };
    const { givenNames } = facts;
    return {
      facts: this.#vault.seal(JSON.stringify(facts), 'person.facts'),
      face: face && this.#vault.seal(JSON.stringify({ ...face, familyName, givenNames }), 'card.face'),
      uciIndex: this.#vault.index('uci', uci),
      words: searchWordsOf(this.#vault, facts),
    };
  }

  familyName(language: Language): string {
    const { person } = this.#of[language];
    return this.#of.en.number.int(4) === 0 ? `${person.lastName()}-${person.lastName()}` : person.lastName();
  }

  /** A street of a city is found in many of them, as in life. @param n every third is French */
  address(n: number): SealedAddress {
    const { location } = this.#of[n % 3 === 0 ? 'fr' : 'en'];
    const city = location.city().slice(0, 60);
    const address: PostalAddress = { street: location.streetAddress(), extra: '', city, province: 'ON', postalCode: 'K1A 0B1' };
    return {
      home: this.#vault.seal(JSON.stringify(address), 'confirmation.home_address'),
      words: addressWordsOf(this.#vault, [address]),
    };
  }
}
