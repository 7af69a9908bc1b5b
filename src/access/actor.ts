import type { OFFICER_ROLES } from '../accounts/account.entity.js';
import type { Language } from '../language/language.js';

/**
 * Kinds of people who sign in. A newcomer signed in with a temporary password and may only create their own (S6); an entrant is an
 * officer who has no second factor yet and may only add one (TRUST.md 1).
 */
export type ActorKind = 'applicant' | 'representative' | 'officer' | 'newcomer' | 'entrant';

/** What an officer is there for: permissions.ts says what each may do. */
export type OfficerRole = (typeof OFFICER_ROLES)[number];

/**
 * Who acts. The kind is part of the type: a function that takes `Actor<'applicant'>` can't be called for a representative (S33).
 */
export type Actor<Kind extends ActorKind = ActorKind> = SomeActor<Kind> &
  (Kind extends 'officer' ? { readonly role: OfficerRole } : unknown);

interface SomeActor<Kind extends ActorKind> {
  readonly kind: Kind;
  readonly accountId: string;
  /** The applicant's own person; null for everybody else. */
  readonly personId: Kind extends 'applicant' ? string : string | null;
  readonly language: Language;
}
