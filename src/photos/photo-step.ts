import type { Confirmation } from '../confirmation/confirmation.entity.js';
import { stepNumber, STEPS } from '../confirmation/confirmation.steps.js';
import type { Phrase } from '../language/phrase.js';

/** Photos that have a word of their own: "second photo". Later ones are counted: "photo 5". */
const NAMED_ATTEMPTS = 4;

export const attemptPhrase = (number: number): Phrase => named('attempt', number);

/** The same where it begins a line: "Second photo". */
export const attemptTitle = (number: number): Phrase => named('attemptTitle', number);

const named = (name: string, number: number): Phrase =>
  number <= NAMED_ATTEMPTS ? { key: `photo:${name}.${number}` } : { key: `photo:${name}.later`, values: { number } };

/** The line above a photo page's heading: "Step 4 of 5 · Pim Quillfeather, second photo". */
export const photoStep = ({ person }: Confirmation, number: number) => ({
  number: stepNumber('photo'),
  of: STEPS.length,
  name: person.fullName,
  attempt: attemptPhrase(number),
});
