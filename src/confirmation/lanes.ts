import type { CardState } from '../cards/card.states.js';
import type { Phrase } from '../language/phrase.js';
import type { Sign } from '../pages/signs.js';
import { isWaiting } from '../photos/photo-attempt.states.js';
import type { LaneFacts } from './lane-facts.js';

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

function cardLane({ card, address }: LaneFacts): Lane {
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
      return address === 'reopened' ? lane('card', 'you', 'cameBack') : lane('card', 'us', 'mailingAgain');
    case 'held':
      return lane('card', 'us', 'held');
    case 'reported_missing':
      return lane('card', 'us', 'replacing');
    case 'closed':
      return lane('card', 'done', 'closed');
  }
}
