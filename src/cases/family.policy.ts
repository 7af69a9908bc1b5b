import type { InvitationState } from '../invitations/invitation.states.js';
import type { Relation } from './person.entity.js';

/** Why the persons of a case can't be changed now; also names of texts. */
export type FamilyRefusal = 'answered' | 'principal' | 'held';

/**
 * Persons come and go until the invitation is answered: the reply answers for each of them, once. The principal applicant stays, as the
 * case is theirs, and nobody goes from a case under a legal hold (TRUST.md 22).
 * @param relation of who is to be removed; null when somebody is added
 * @param held whether a legal hold is open
 */
export function whyNotChangeFamily(invitation: InvitationState, relation: Relation | null, held: boolean): FamilyRefusal | null {
  if (relation === 'principal') return 'principal';
  if (relation !== null && held) return 'held';
  return invitation === 'replied' || invitation === 'closed' ? 'answered' : null;
}
