import type { Acting } from '../accounts/acts-for.policy.js';
import type { Relation } from '../cases/person.entity.js';

/** Why somebody names no representative of their own; also names of texts. */
export type NamingRefusal = 'actedFor' | 'noAccount';

/**
 * Who names a representative (PORTAL.md 2): the principal applicant, for themselves and those they act for; and any other adult who acts
 * alone, for themselves. They need an account, in which they read who it is and end it.
 */
export function whyNotName(relation: Relation, acting: Acting, hasAccount: boolean): NamingRefusal | null {
  if (relation === 'principal') return null;
  if (acting.by === 'principal') return 'actedFor';
  return hasAccount ? null : 'noAccount';
}
