import { moves } from '../confirmation/transition.js';

export const INVITATION_STATES = ['draft', 'sent', 'bounced', 'expired', 'declined', 'replied', 'closed'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];
export type InvitationAct = 'send' | 'bounce' | 'expire' | 'decline' | 'reply' | 'close';

/** PORTAL.md 3, lane Invitation. */
export const nextInvitation = moves<InvitationState, InvitationAct>('invitation', {
  draft: { send: 'sent' },
  sent: { send: 'sent', bounce: 'bounced', expire: 'expired', decline: 'declined', reply: 'replied' },
  bounced: { send: 'sent' },
  expired: { send: 'sent' },
  declined: { send: 'sent' },
  replied: { close: 'closed' },
  closed: {},
});
