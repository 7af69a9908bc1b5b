import type { PersonFacts } from '../cases/person.entity.js';
import type { PostalAddress } from '../confirmation/postal-address.js';
import type { Language } from '../language/language.js';
import type { PortraitWishes } from './drawn-portrait.js';
import type { SAMPLE_HELPERS } from './sample-helpers.js';
import type { Stage } from './sample-people.js';

/** What happens to a case, in order. Who stops early is at an earlier stage. */
export const STEPS = [
  'invite',
  'reply',
  'account',
  'password',
  'declare',
  'address',
  'photo',
  'decide',
  'verify',
  'confirm',
  'print',
  'mail',
  'post',
] as const;
export type Step = (typeof STEPS)[number];

/** A sample applicant: nobody's name, nobody's address. */
export interface SampleCase {
  readonly stage: Stage;
  readonly language: Language;
  readonly facts: PersonFacts;
  /** How many days ago each step was taken; as many as there are steps behind them. */
  readonly daysAgo: readonly number[];
  readonly home: PostalAddress;
  readonly mailing: PostalAddress | null;
  readonly portrait: PortraitWishes;
  /** The officer returned the photo. */
  readonly returned?: boolean;
  /** The post brought the card back. */
  readonly cameBack?: boolean;
  /** Not in Canada when they replied. */
  readonly abroad?: { readonly country: string; readonly inDays: number };
  readonly represented?: keyof typeof SAMPLE_HELPERS;
}
