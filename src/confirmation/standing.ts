import type { Card } from '../cards/card.entity.js';
import type { CardState } from '../cards/card.states.js';
import { addDays, dayOf } from '../language/formats.js';
import type { Phrase } from '../language/phrase.js';
import { isWaiting } from '../photos/photo-attempt.states.js';
import type { Confirmation } from './confirmation.entity.js';
import { ECOPR_DAYS } from './confirmation.rules.js';
import type { Sign } from '../pages/signs.js';

/** Who acts next. Nobody, once a case is closed. */
export type WhoActs = 'you' | 'us' | 'post' | 'nobody';

/** How a person comes in: needed only before their account is active. */
export interface Entry {
  readonly invitation: 'draft' | 'sent' | 'bounced' | 'expired' | 'declined' | 'replied' | 'closed';
  readonly account: 'none' | 'temporary' | 'expired' | 'requested' | 'active';
  readonly temporaryPasswordEndsAt?: Date | null;
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
    | { readonly state: string; readonly submittedAt?: Date | null | undefined; readonly decidedAt?: Date | null | undefined }
    | null
    | undefined;
  readonly card?: Pick<Card, 'state' | 'dueOn' | 'printedAt' | 'mailedAt' | 'address' | 'requestedAt'> | null | undefined;
};

export interface Label {
  readonly phrase: Phrase;
  readonly who: WhoActs;
}

/** The things a person still has to give; the order in which they are asked for. */
export type Missing = 'presence' | 'address' | 'photo';

export function missing(facts: LaneFacts): Missing[] {
  const open: Missing[] = [];
  if (facts.presence === 'not_started' || facts.presence === 'withdrawn') open.push('presence');
  if (!facts.cardAddress) open.push('address');
  if (!facts.photo || ['draft', 'framed', 'checked', 'ready'].includes(facts.photo.state)) open.push('photo');
  return open;
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

function cardLabel({ suspendedAt, card }: LaneFacts): Label | null {
  if (suspendedAt) return label('us', 'suspended');
  if (!card) return null;
  switch (card.state as CardState) {
    case 'closed':
      return label('nobody', 'closed');
    case 'reported_missing':
      return label('us', 'replacing');
    case 'came_back':
      return label('you', 'cameBack');
    case 'held':
      return label('us', 'held');
    case 'mailed':
    case 'presumed_delivered':
      return label('post', 'mailed', { date: { date: card.mailedAt ?? '' }, city: card.address?.city ?? '' });
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

function entryLabel({ account, invitation, temporaryPasswordEndsAt }: Entry): Label | null {
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
          replied: label('us', 'account'),
          closed: label('us', 'account'),
        } as const
      )[invitation];
  }
}

/** One lane as it is drawn: a sign, a name and a few words. */
export interface Lane {
  readonly name: 'presence' | 'address' | 'photo' | 'residence' | 'card';
  readonly state: Extract<Sign, 'done' | 'us' | 'you' | 'hold' | 'todo'>;
  readonly phrase: Phrase;
}

const lane = (name: Lane['name'], state: Lane['state'], words: string, date?: Date | string | null): Lane => ({
  name,
  state,
  phrase: { key: `standing:lane.${name}.${words}`, ...(date ? { values: { date: { shortDate: date } } } : {}) },
});

/** The five lanes of a person. */
export function lanesOf(facts: LaneFacts): Lane[] {
  return [presenceLane(facts), addressLane(facts), photoLane(facts), residenceLane(facts), cardLane(facts)];
}

function presenceLane({ presence, presenceDeclaredAt, presenceVerifiedAt, returnOn }: LaneFacts): Lane {
  if (presence === 'verified') return lane('presence', 'done', 'verified', presenceVerifiedAt);
  if (presence === 'declared') return lane('presence', 'us', 'declared', presenceDeclaredAt);
  if (presence === 'abroad') return lane('presence', 'hold', 'abroad', returnOn);
  return lane('presence', 'you', presence === 'withdrawn' ? 'withdrawn' : 'toDo');
}

function addressLane({ address, addressGivenAt, cardAddress, presence }: LaneFacts): Lane {
  if (address === 'frozen') return lane('address', 'done', 'frozen');
  if (address === 'reopened') return lane('address', 'you', 'reopened');
  if (cardAddress) return lane('address', 'done', 'given', addressGivenAt);
  return lane('address', presence === 'abroad' ? 'todo' : 'you', 'toDo');
}

function photoLane({ photo, presence }: LaneFacts): Lane {
  if (!photo) return lane('photo', presence === 'abroad' ? 'todo' : 'you', 'toDo');
  if (photo.state === 'accepted') return lane('photo', 'done', 'accepted', photo.decidedAt);
  if (photo.state === 'returned') return lane('photo', 'you', 'returned', photo.decidedAt);
  if (isWaiting(photo.state as 'submitted')) return lane('photo', 'us', 'waiting', photo.submittedAt);
  return lane('photo', 'you', 'draft');
}

function residenceLane({ residence, residenceConfirmedAt, presence }: LaneFacts): Lane {
  if (residence === 'confirmed') return lane('residence', 'done', 'confirmed', residenceConfirmedAt);
  return presence === 'verified' ? lane('residence', 'us', 'confirming') : lane('residence', 'todo', 'later');
}

function cardLane({ card }: LaneFacts): Lane {
  if (!card) return lane('card', 'todo', 'later');
  switch (card.state as CardState) {
    case 'requested':
      return lane('card', 'us', 'requested', card.dueOn);
    case 'printed':
      return lane('card', 'us', 'printed', card.printedAt);
    case 'mailed':
    case 'presumed_delivered':
      return lane('card', 'done', 'mailed', card.mailedAt);
    case 'came_back':
      return lane('card', 'you', 'cameBack');
    case 'held':
      return lane('card', 'us', 'held');
    case 'reported_missing':
      return lane('card', 'us', 'replacing');
    case 'closed':
      return lane('card', 'done', 'closed');
  }
}

/** Everything a page shows of where a person stands: plain objects for views. */
export interface Standing {
  readonly label: Phrase;
  readonly who: WhoActs;
  /** The sign that goes with who acts. */
  readonly whoSign: Sign;
  readonly lanes: readonly Lane[];
}

export function standingOf(facts: LaneFacts, entry: Entry, now: Date): Standing {
  const { phrase, who } = labelOf(facts, entry, now);
  const onHold = phrase.key === 'standing:label.onHold';
  return {
    label: phrase,
    who,
    whoSign: onHold ? 'hold' : ({ you: 'you', us: 'us', post: 'post', nobody: 'done' } as const)[who],
    lanes: lanesOf(facts),
  };
}
