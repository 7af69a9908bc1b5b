import { CARD_DAYS } from '../cards/card.rules.js';
import type { Phrase } from '../language/phrase.js';
import type { RouteName } from '../language/route-table.js';
import { isWaiting, type PhotoState } from '../photos/photo-attempt.states.js';
import { addressLines } from './postal-address.js';
import type { StandingRecord } from './standing-record.js';

/** One step of the story: when (or, for what is to come, in words), what, and a sentence about it. */
export interface TimelineEntry {
  readonly state: 'done' | 'us' | 'you' | 'hold' | 'todo';
  readonly at: Date | null;
  /** Said in place of a date. */
  readonly when: Phrase | null;
  readonly title: Phrase;
  readonly text: Phrase | null;
  readonly link: { route: RouteName; key: string } | null;
  readonly current: boolean;
}

type Draft = Omit<TimelineEntry, 'current'>;
const entry = (state: Draft['state'], name: string, at: Date | null | undefined, more: Partial<Draft> = {}): Draft => ({
  state,
  at: at ?? null,
  when: at ? null : { key: `status:when.${state}` },
  title: { key: `status:${name}.title` },
  text: null,
  link: null,
  ...more,
});

/**
 * What happened and what comes, in the order of the lanes. The first entry that is not done is the current one.
 * @param today in Eastern Time: a card that is late is said to be late (S12)
 */
export function timelineOf(record: StandingRecord, today: string): TimelineEntry[] {
  const drafts = [...presence(record), address(record), photo(record), residence(record), ...card(record, today)];
  drafts.sort((one, other) => Number(one.at === null) - Number(other.at === null) || (one.at?.getTime() ?? 0) - (other.at?.getTime() ?? 0));
  const rank = (state: Draft['state']): number => ({ you: 0, us: 1, hold: 1, todo: 2, done: 3 })[state];
  const current = drafts.filter(({ state }) => state !== 'done').sort((one, other) => rank(one.state) - rank(other.state))[0];
  return drafts.map((draft) => ({ ...draft, current: draft === current }));
}

function presence({ presence: state, presenceDeclaredAt, presenceVerifiedAt, returnOn }: StandingRecord): Draft[] {
  const receipt = { link: { route: 'presenceReceipt' as const, key: 'status:presence.receipt' } };
  switch (state) {
    case 'verified':
      return [
        entry('done', 'presence.declared', presenceDeclaredAt, receipt),
        entry('done', 'presence.verified', presenceVerifiedAt, { text: { key: 'status:presence.verified.text' } }),
      ];
    case 'declared':
      return [
        entry('done', 'presence.declared', presenceDeclaredAt, receipt),
        entry('us', 'presence.checking', null, { text: { key: 'status:presence.checking.text' } }),
      ];
    case 'abroad':
      return [
        entry('hold', 'presence.abroad', null, {
          text: { key: 'status:presence.abroad.text', values: { date: { date: returnOn ?? '' } } },
          link: { route: 'abroad', key: 'status:presence.abroad.change' },
        }),
      ];
    case 'withdrawn':
      return [
        entry('you', 'presence.withdrawn', null, {
          text: { key: 'status:presence.withdrawn.text' },
          link: { route: 'abroad', key: 'status:presence.withdrawn.act' },
        }),
      ];
    default:
      return [entry('you', 'presence.toDo', null, { link: { route: 'presence', key: 'status:presence.toDo.act' } })];
  }
}

function address({ address: state, cardAddress, addressGivenAt, homeAddress }: StandingRecord): Draft {
  if (!cardAddress)
    return entry('you', 'address.toDo', null, {
      link: { route: homeAddress ? 'mailingAddress' : 'homeAddress', key: 'status:address.toDo.act' },
    });
  const text: Phrase = {
    key: state === 'frozen' ? 'status:address.frozen.text' : 'status:address.given.text',
    values: { address: addressLines(cardAddress).join(', ') },
  };
  return entry('done', 'address.given', addressGivenAt, {
    text,
    link: state === 'frozen' ? null : { route: 'mailingAddress', key: 'status:address.change' },
  });
}

function photo({ photo: attempt, oldestWaitingPhoto }: StandingRecord): Draft {
  const state = attempt?.state as PhotoState | undefined;
  if (state === 'accepted') return entry('done', 'photo.accepted', attempt?.decidedAt);
  if (state === 'returned')
    return entry('you', 'photo.returned', attempt?.decidedAt, {
      text: { key: 'status:photo.returned.text' },
      link: { route: 'photoReturned', key: 'status:photo.returned.act' },
    });
  if (state && isWaiting(state)) {
    return entry('us', 'photo.sent', attempt?.submittedAt, {
      text: { key: 'status:photo.sent.text', values: { date: { date: oldestWaitingPhoto ?? attempt?.submittedAt ?? '' } } },
    });
  }
  return entry('you', 'photo.toDo', null, { link: { route: attempt ? 'photoFrame' : 'photo', key: 'status:photo.toDo.act' } });
}

function residence({ residence: state, residenceConfirmedAt, presence: present, suspendedAt }: StandingRecord): Draft {
  if (state === 'confirmed')
    return entry('done', 'residence.confirmed', residenceConfirmedAt, {
      text: { key: 'status:residence.confirmed.text' },
      link: suspendedAt ? null : { route: 'ecopr', key: 'ecopr:link' },
    });
  return entry(present === 'verified' ? 'us' : 'todo', 'residence.confirming', null, { text: { key: 'status:residence.confirming.text' } });
}

function card({ card: made, cardAddress }: StandingRecord, today: string): Draft[] {
  const city = made?.address?.city ?? cardAddress?.city ?? '';
  const mailedLater = entry('todo', 'card.toMail', null, { when: { key: 'status:when.last' } });
  if (!made)
    return [entry('todo', 'card.toMake', null, { text: { key: 'status:card.toMake.text', values: { days: CARD_DAYS } } }), mailedLater];
  switch (made.state) {
    case 'requested':
    case 'printed':
    case 'held':
      return [
        entry('us', 'card.making', null, {
          text: { key: made.dueOn < today ? 'status:card.making.late' : 'status:card.making.text', values: { date: { date: made.dueOn } } },
        }),
        mailedLater,
      ];
    default:
      return [
        entry('done', 'card.made', made.printedAt),
        entry('done', 'card.mailed', made.mailedAt, { text: { key: 'status:card.mailed.text', values: { city } } }),
      ];
  }
}
