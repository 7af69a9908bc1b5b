import type { InvitationState } from './invitation.states.js';

/**
 * Whether an invitation can be answered now, and if not, why: each reason has a page that helps. Also the names of texts,
 * `invitation:answered.title` and so on.
 */
export type InvitationOpening = 'open' | 'answered' | 'ended' | 'withdrawn';

interface InvitationFacts {
  readonly state: InvitationState;
  hasEnded(now: Date): boolean;
}

export function openingOf(invitation: InvitationFacts, now: Date): InvitationOpening {
  if (invitation.state === 'replied' || invitation.state === 'closed') return 'answered';
  if (invitation.hasEnded(now)) return 'ended';
  return invitation.state === 'sent' ? 'open' : 'withdrawn';
}
