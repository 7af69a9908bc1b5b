import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { normalEmail } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { CaseFile } from './case-file.entity.js';

/** Everybody on a case but its principal applicant. */
export const FAMILY_RELATIONS = ['spouse', 'partner', 'child', 'dependant'] as const;
export const RELATIONS = ['principal', ...FAMILY_RELATIONS] as const;
export type FamilyRelation = (typeof FAMILY_RELATIONS)[number];
export type Relation = (typeof RELATIONS)[number];
export const SEXES = ['F', 'M', 'X'] as const;
export type Sex = (typeof SEXES)[number];
export const EYE_COLOURS = ['brown', 'blue', 'green', 'hazel', 'grey', 'black', 'other'] as const;
export type EyeColour = (typeof EYE_COLOURS)[number];

/** What the case holds of a person, as in the passport (PORTAL.md 4). Dates are `YYYY-MM-DD`; countries ISO 3166-1 alpha-2. */
export interface PersonFacts {
  readonly familyName: string;
  /** May be empty: some people have one name. */
  readonly givenNames: string;
  readonly dateOfBirth: string;
  readonly placeOfBirth: string;
  readonly countryOfBirth: string;
  readonly sex: Sex;
  /** `XX` stands for stateless. */
  readonly citizenship: string;
  /** Digits only, 8 or 10. */
  readonly uci: string;
}

/** "Idris Quillfeather"; one name where the passport has one. */
export const fullNameOf = ({ givenNames, familyName }: Pick<PersonFacts, 'givenNames' | 'familyName'>): string =>
  `${givenNames} ${familyName}`.trim();

/** What only the person can say, asked in the reply for the card. Height in centimetres. */
export interface Appearance {
  readonly eyeColour: EyeColour;
  readonly heightCm: number;
}

const PersonSchema = defineEntity({
  name: 'Person',
  tableName: 'person',
  indexes: [{ properties: ['caseFile', 'id'], include: ['emailConfirmedAt'] }],
  properties: {
    id: id(),
    caseFile: () => p.manyToOne(CaseFile),
    relation: p.enum(RELATIONS),
    facts: encrypted<PersonFacts>('person.facts'),
    uciIndex: keyedHash().index(),
    email: encrypted<string>('person.email'),
    emailIndex: keyedHash().index(),
    /** When the reply confirmed the address (S2a). */
    emailConfirmedAt: time().nullable(),
    appearance: encrypted<Appearance>('person.appearance').nullable(),
    createdAt: time(),
  },
});

/** A person on a case: principal applicant, spouse or partner, child or other dependant. */
export class Person extends PersonSchema.class {
  declare [OptionalProps]?: 'fullName';
  get fullName(): string {
    return fullNameOf(this.facts);
  }

  /** Another address, given to an officer: nobody has confirmed it yet. */
  giveEmail(email: string): void {
    this.email = email;
    this.emailIndex = vault().index('email', normalEmail(email));
    this.emailConfirmedAt = null;
  }

  /** The address that the reply confirmed (S2a). */
  confirmEmail(email: string, at: Date): void {
    this.giveEmail(email);
    this.emailConfirmedAt = at;
  }
}
PersonSchema.setClass(Person);
