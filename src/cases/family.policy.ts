import type { InvitationState } from '../invitations/invitation.states.js';
import type { Relation } from './person.entity.js';

/** Why the persons of a case can't be changed now; also names of texts. */
export type FamilyRefusal = 'answered' | 'principal';

/**
 * Persons come and go until the invitation is answered: the reply answers for each of them, once. The principal applicant stays, as the
 * case is theirs.
 * @param relation of who is to be removed; null when somebody is added
 */
export function whyNotChangeFamily(invitation: InvitationState, relation: Relation | null): FamilyRefusal | null {
  if (relation === 'principal') return 'principal';
  return invitation === 'replied' || invitation === 'closed' ? 'answered' : null;
}
