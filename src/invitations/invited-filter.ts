import type { InvitationState } from './invitation.states.js';

/** How the list of cases is narrowed by their invitations; also names of texts. Those that can be sent from the list come with boxes to tick. */
export const INVITED_FILTERS = ['notInvited', 'unanswered', 'expired'] as const;
export type InvitedFilter = (typeof INVITED_FILTERS)[number];

/** Reads `?show=expired`; whatever it does not know is as if it were not there. */
export const readInvitedFilter = (given: unknown): InvitedFilter | null => INVITED_FILTERS.find((known) => known === given) ?? null;

/** Whether invitations of these cases can be sent now. */
export const canBeSent = (filter: InvitedFilter | null): boolean => filter === 'notInvited' || filter === 'expired';

interface Condition {
  readonly state?: InvitationState;
  readonly endsAt?: { readonly $gt: Date } | { readonly $lte: Date };
  readonly $or?: Condition[];
}

/** One that ended counts as expired from that moment on, whether or not the job came by. */
export function invitationIn(filter: InvitedFilter, now: Date): Condition {
  if (filter === 'notInvited') return { state: 'draft' };
  if (filter === 'unanswered') return { state: 'sent', endsAt: { $gt: now } };
  return { $or: [{ state: 'expired' }, { state: 'sent', endsAt: { $lte: now } }] };
}
