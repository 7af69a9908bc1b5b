import { RefusalPage } from '../pages/error-pages.filter.js';
import type { Invitation } from './invitation.entity.js';
import type { InvitationOpening } from './invitation.policy.js';

/** The page of a link that can't be used: it says why, and what to do (410, look 12). */
export function refuseClosed(opening: Exclude<InvitationOpening, 'open'>, invitation: Invitation): RefusalPage {
  if (opening === 'answered') return new RefusalPage(410, 'invitations/answered', { repliedAt: invitation.repliedAt ?? null });
  return new RefusalPage(410, 'invitations/link-closed', { key: `invitation:${opening}` });
}

/** A link that never was, was cut off on its way, or was replaced by a newer one. */
export const refuseUnknown = (): RefusalPage => new RefusalPage(404, 'invitations/link-closed', { key: 'invitation:unknown' });
