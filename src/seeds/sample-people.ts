import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { Language } from '../language/language.js';

/** One person for each stage of the way, and who works for them; the order of the developers' page. */
export const STAGES = [
  'officer',
  'supervisor',
  'cardClerk',
  'representative',
  'unpaidRepresentative',
  'invited',
  'replied',
  'temporary',
  'abroad',
  'signedIn',
  'declared',
  'addressed',
  'photoWaiting',
  'photoReturned',
  'photoAccepted',
  'cardRequested',
  'cardPrinted',
  'cardMailed',
  'cardDelivered',
  'cardCameBack',
  'family',
  'familySpouse',
  'spouseRepresentative',
] as const;
export type Stage = (typeof STAGES)[number];

/** The password of every sample person who has one of their own. Never in production: nothing there is seeded. */
export const SAMPLE_PASSWORD = 'a quiet harbour at dawn';

/** Somebody made for trying the portal, with what is needed to be them. */
export interface SamplePerson {
  readonly stage: Stage;
  readonly name: string;
  readonly language: Language;
  /** Null while they have no account. */
  readonly signIn: { readonly username: string; readonly password: string } | null;
  /** What the page of an invitation asks for; null once it was answered. */
  readonly invitation: { readonly token: string; readonly caseNumber: string; readonly dateOfBirth: string } | null;
}

const fileOf = (config: Pick<Config, 'dataDir'>): string => join(config.dataDir, 'seeded.json');

/** The sample people of this database; empty when it has none. */
export function samplePeople(config: Pick<Config, 'dataDir'>): SamplePerson[] {
  const file = fileOf(config);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SamplePerson[]) : [];
}

/** Written last, when all of them are there. */
export function keepSamplePeople(config: Pick<Config, 'dataDir'>, people: readonly SamplePerson[]): void {
  const file = fileOf(config);
  writeFileSync(`${file}.new`, JSON.stringify(people, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
