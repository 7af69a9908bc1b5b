import type { Card } from '../cards/card.entity.js';
import type { Confirmation } from './confirmation.entity.js';

/** How a person comes in: needed only before their account is active. */
export interface Entry {
  readonly invitation: 'draft' | 'sent' | 'bounced' | 'expired' | 'declined' | 'replied' | 'closed';
  readonly account: 'none' | 'temporary' | 'expired' | 'requested' | 'active';
  readonly temporaryPasswordEndsAt?: Date | null;
  /** The reply was sent, and the address in it is not confirmed: no account until then. */
  readonly addressOpen?: boolean;
}
export const SIGNED_IN: Entry = { invitation: 'replied', account: 'active' };

/** What the lanes are at this moment: the part of a confirmation from which everything shown is derived. */
export type LaneFacts = Pick<
  Confirmation,
  | 'presence'
  | 'presenceDeclaredAt'
  | 'presenceVerifiedAt'
  | 'returnOn'
  | 'address'
  | 'addressGivenAt'
  | 'cardAddress'
  | 'residence'
  | 'residenceConfirmedAt'
  | 'suspendedAt'
> & {
  readonly photo?:
    | {
        readonly state: string;
        readonly shown?: string;
        readonly submittedAt?: Date | null | undefined;
        readonly decidedAt?: Date | null | undefined;
      }
    | null
    | undefined;
  readonly card?: Pick<Card, 'state' | 'dueOn' | 'printedAt' | 'mailedAt' | 'sentTo' | 'requestedAt'> | null | undefined;
};

/** The things a person still has to give; the order in which they are asked for. */
export type Missing = 'presence' | 'address' | 'photo';

export function missing(facts: LaneFacts): Missing[] {
  const open: Missing[] = [];
  if (facts.presence === 'not_started' || facts.presence === 'withdrawn') open.push('presence');
  if (!facts.cardAddress) open.push('address');
  if (!facts.photo || ['draft', 'framed', 'checked', 'ready'].includes(facts.photo.state)) open.push('photo');
  return open;
}
