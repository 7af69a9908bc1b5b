import type { CardState } from '../cards/card.states.js';
import { addDays, dayOf } from '../language/formats.js';
import type { Phrase } from '../language/phrase.js';
import { isWaiting } from '../photos/photo-attempt.states.js';
import { ECOPR_DAYS } from './confirmation.rules.js';
import { type Entry, type LaneFacts, missing } from './lane-facts.js';

/** Who acts next. Nobody, once a case is closed. */
export type WhoActs = 'you' | 'us' | 'post' | 'nobody';

export interface Label {
  readonly phrase: Phrase;
  readonly who: WhoActs;
}

const label = (who: WhoActs, name: string, values?: Phrase['values']): Label => ({
  phrase: { key: `standing:label.${name}`, ...(values ? { values } : {}) },
  who,
});

/**
 * The label of PORTAL.md 3: first match, most advanced first; derived, never stored. Exactly one for every reachable combination.
 * While a person is abroad nothing is asked of them, so "something missing" waits until they are back.
 */
export function labelOf(facts: LaneFacts, entry: Entry, now: Date): Label {
  return (
    cardLabel(facts) ??
    timeRanOut(facts, now) ??
    (entry.account === 'active' ? waitingOnYou(facts) : null) ??
    withUs(facts) ??
    (facts.presence === 'abroad' ? label('you', 'onHold', { date: { date: facts.returnOn ?? '' } }) : null) ??
    entryLabel(entry) ??
    waitingOnYou(facts) ??
    label('us', 'residence')
  );
}

function cardLabel({ suspendedAt, card, address }: LaneFacts): Label | null {
  if (suspendedAt) return label('us', 'suspended');
  if (!card) return null;
  switch (card.state as CardState) {
    case 'closed':
      return label('nobody', 'closed');
    case 'reported_missing':
      return label('us', 'replacing');
    case 'came_back':
      return address === 'reopened' ? label('you', 'cameBack') : label('us', 'mailingAgain');
    case 'held':
      return label('us', 'held');
    case 'mailed':
    case 'presumed_delivered': {
      const sent = { date: { date: card.mailedAt ?? '' }, city: card.sentTo?.city ?? '' };
      return label(card.state === 'mailed' ? 'post' : 'nobody', 'mailed', sent);
    }
    case 'requested':
    case 'printed':
      return label('us', 'card', { date: { date: card.dueOn } });
  }
}

/** IRPR s. 58: 180 days after becoming a permanent resident the card is applied for elsewhere. */
function timeRanOut(facts: LaneFacts, now: Date): Label | null {
  if (facts.residence !== 'confirmed' || !facts.residenceConfirmedAt || missing(facts).length === 0) return null;
  return dayOf(now) >= addDays(dayOf(facts.residenceConfirmedAt), ECOPR_DAYS) ? label('you', 'timeRanOut') : null;
}

function waitingOnYou(facts: LaneFacts): Label | null {
  if (facts.presence === 'abroad') return null;
  if (facts.photo?.state === 'returned') return label('you', 'returned');
  const open = missing(facts);
  return open.length > 0 ? label('you', 'missing', { what: { list: open.map((what) => ({ key: `standing:missing.${what}` })) } }) : null;
}

function withUs(facts: LaneFacts): Label | null {
  if (facts.photo && isWaiting(facts.photo.state as 'submitted'))
    return label('us', 'photo', { date: { date: facts.photo.submittedAt ?? '' } });
  if (facts.presence === 'declared') return label('us', 'presence');
  if (facts.presence === 'verified' && facts.residence === 'not_confirmed') return label('us', 'residence');
  if (facts.residence === 'confirmed' && facts.residenceConfirmedAt)
    return label('us', 'confirmed', { date: { date: facts.residenceConfirmedAt } });
  return null;
}

function entryLabel({ account, invitation, temporaryPasswordEndsAt, addressOpen }: Entry): Label | null {
  switch (account) {
    case 'temporary':
      return label('you', 'signIn', { until: { dateTime: temporaryPasswordEndsAt ?? new Date(0) } });
    case 'expired':
      return label('you', 'passwordExpired');
    case 'requested':
      return label('us', 'passwordRequested');
    case 'active':
      return null;
    case 'none':
      return (
        {
          draft: label('us', 'notInvited'),
          sent: label('you', 'invited'),
          bounced: label('us', 'bounced'),
          expired: label('you', 'invitationExpired'),
          declined: label('us', 'declined'),
          replied: addressOpen ? label('you', 'confirmAddress') : label('us', 'account'),
          closed: addressOpen ? label('you', 'confirmAddress') : label('us', 'account'),
        } as const
      )[invitation];
  }
}
