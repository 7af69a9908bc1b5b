import { hrefByName } from '../../src/language/routes.js';
import type { TextValues, Translator } from '../../src/language/translator.js';
import type { Visitor } from '../visitor.js';

/** The day of birth of everybody here. */
export const BORN = { 'dateOfBirth-day': 9, 'dateOfBirth-month': 7, 'dateOfBirth-year': 1990 } as const;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Somebody who goes the whole way, in English: who they are, and what the portal's words and addresses are to them. */
export class Probe {
  readonly number: number;
  readonly #words: Translator;
  caseId = '';
  personId = '';
  username = '';
  password = '';

  constructor(number: number, words: Translator) {
    this.number = number;
    this.#words = words;
  }

  get email(): string {
    return `fault-${this.number}@mail.example`;
  }

  get caseNumber(): string {
    return `E${String(700_000_000 + this.number)}`;
  }

  get givenNames(): string {
    return `Ada ${[...this.number.toString(26)].map((digit) => LETTERS[Number.parseInt(digit, 26)]).join('')}`;
  }

  get name(): string {
    return `${this.givenNames} Probe`;
  }

  say(key: string, values?: TextValues): string {
    return this.#words.text('en', key, values).replace(/\s+/g, ' ');
  }

  /** Whether a page's heading is one of these. */
  reads(...keys: string[]): (browser: Visitor) => boolean {
    const headings = keys.map((key) => this.say(key));
    return (browser) => headings.includes(browser.heading);
  }

  to(route: string, values: Readonly<Record<string, string>> = {}): string {
    return hrefByName(route, 'en', { person: this.personId, case: this.caseId, ...values });
  }
}
