import type { Phrase } from '../language/phrase.js';
import { isWaiting, type PhotoState } from '../photos/photo-attempt.states.js';
import { cardStory } from './card-story.js';
import { addressLines } from './postal-address.js';
import type { StandingRecord } from './standing-record.js';
import { type Draft, entry, type TimelineEntry } from './story-entry.js';

/**
 * What happened and what comes, in the order of the lanes. The first entry that is not done is the current one.
 * @param today in Eastern Time: a card that is late is said to be late (S12)
 */
export function timelineOf(record: StandingRecord, today: string): TimelineEntry[] {
  const drafts = [...presence(record), address(record), photo(record), residence(record), ...cardStory(record, today)];
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

function address({ address: state, cardAddress, addressGivenAt, homeAddress, card }: StandingRecord): Draft {
  if (state === 'reopened')
    return entry('you', 'address.reopened', null, {
      text: { key: 'status:address.reopened.text', values: { date: { date: card?.endsOn ?? '' } } },
      link: { route: 'homeAddress', key: 'status:address.reopened.act' },
    });
  if (!cardAddress)
    return entry('you', 'address.toDo', null, {
      link: { route: homeAddress ? 'mailingAddress' : 'homeAddress', key: 'status:address.toDo.act' },
    });
  const text: Phrase = {
    key: `status:address.${state === 'frozen' ? 'frozen' : card?.state === 'came_back' ? 'again' : 'given'}.text`,
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
