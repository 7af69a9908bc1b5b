import type { Language } from '../language/language.js';

/**
 * Kinds of people who sign in. A newcomer signed in with a temporary password and may only create their own (S6); an entrant is an
 * officer who has no second factor yet and may only add one (TRUST.md 1).
 */
export type ActorKind = 'applicant' | 'representative' | 'officer' | 'newcomer' | 'entrant';

/**
 * Who acts. The kind is part of the type: a function that takes `Actor<'applicant'>` can't be called for a representative (S33).
 */
export interface Actor<Kind extends ActorKind = ActorKind> {
  readonly kind: Kind;
  readonly accountId: string;
  /** The applicant's own person; null for everybody else. */
  readonly personId: Kind extends 'applicant' ? string : string | null;
  readonly language: Language;
}
