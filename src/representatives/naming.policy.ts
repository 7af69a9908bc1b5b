import type { Acting } from '../accounts/acts-for.policy.js';
import type { Relation } from '../cases/person.entity.js';

/** Why somebody names no representative of their own; also names of texts. */
export type NamingRefusal = 'actedFor' | 'noAccount';

/**
 * Who names a representative (PORTAL.md 2): the principal applicant, for themselves and the children they act for; any other adult who
 * acts alone, for themselves, with an account in which they read who it is and end it; and an adult who agreed that the principal
 * applicant acts: by mail they are told who it is, and an officer ends it for them.
 */
export function whyNotName(relation: Relation, acting: Acting, hasAccount: boolean): NamingRefusal | null {
  if (relation === 'principal') return null;
  if (acting.as === 'principal_with_consent') return null;
  if (acting.by === 'principal') return 'actedFor';
  return hasAccount ? null : 'noAccount';
}
