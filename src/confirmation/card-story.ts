import { CARD_DAYS } from '../cards/card.rules.js';
import { ANSWER_DAYS, ARRIVAL_DAYS, MISSING_DAYS, missingDays } from '../cards/mailed/mailed-card.rules.js';
import { addDays, dayOf } from '../language/formats.js';
import type { Phrase } from '../language/phrase.js';
import type { StandingRecord } from './standing-record.js';
import { type Draft, entry } from './story-entry.js';

type Made = NonNullable<StandingRecord['card']>;

/** The last part of the story: the card, from its request until it is there, or until nothing happens to it here any more. */
export function cardStory({ card, cardAddress }: StandingRecord, today: string): Draft[] {
  const mailedLater = entry('todo', 'card.toMail', null, { when: { key: 'status:when.last' } });
  if (!card)
    return [entry('todo', 'card.toMake', null, { text: { key: 'status:card.toMake.text', values: { days: CARD_DAYS } } }), mailedLater];
  switch (card.state) {
    case 'requested':
    case 'printed':
    case 'held':
      return [making(card, today), mailedLater];
    case 'mailed':
      return mailed(card, cardAddress?.city ?? '', true);
    case 'presumed_delivered':
      return [...mailed(card, cardAddress?.city ?? '', false), presumed(card)];
    case 'came_back':
      return [...mailed(card, '', false), ...(card.endsOn ? [] : [entry('us', 'card.mailingAgain', null, say('card.mailingAgain.text'))])];
    case 'reported_missing':
      return [...mailed(card, '', false), entry('done', 'card.missing', card.missingAt, RECEIPT), replacing()];
    case 'closed':
      return [...mailed(card, '', false), closed(card)];
  }
}

const say = (name: string, values?: Phrase['values']): Pick<Draft, 'text'> => ({
  text: { key: `status:${name}`, ...(values ? { values } : {}) },
});
const RECEIPT: Partial<Draft> = { link: { route: 'cardMissing', key: 'status:card.missing.receipt' } };

function making({ dueOn, isReplacement }: Made, today: string): Draft {
  const date = { date: { date: dueOn } };
  const text = say(dueOn < today ? 'card.making.late' : isReplacement ? 'card.making.again' : 'card.making.text', date);
  return entry('us', 'card.making', null, isReplacement ? { ...text, ...RECEIPT } : text);
}

const replacing = (): Draft => entry('us', 'card.replacing', null, say('card.replacing.text'));

/** @param tells what the person can do if it does not come; said where it is on its way only */
function mailed({ printedAt, mailedAt, sentTo, trackingNumber, cameBackAt, cameBackReason }: Made, city: string, tells: boolean): Draft[] {
  const days = missingDays(mailedAt ?? new Date(0));
  const place = { city: sentTo?.city ?? city };
  const on = { ...place, from: { date: days.from }, to: { date: days.to } };
  const text = trackingNumber
    ? say(tells ? 'card.mailed.tracked' : 'card.mailed.wasTracked', { ...on, number: trackingNumber })
    : say(tells ? 'card.mailed.text' : 'card.mailed.was', on);
  const link = tells ? { link: { route: 'cardMissing' as const, key: 'status:card.mailed.missing' } } : {};
  const reason = { key: `status:card.cameBack.reason.${cameBackReason}` };
  return [
    entry('done', 'card.made', printedAt),
    ...(cameBackAt && cameBackReason
      ? [entry('done', 'card.cameBack', cameBackAt, say('card.cameBack.text', { reason: { list: [reason] } }))]
      : []),
    entry('done', 'card.mailed', mailedAt, { ...text, ...link }),
  ];
}

function presumed({ mailedAt }: Made): Draft {
  const { from, to } = missingDays(mailedAt ?? new Date(0));
  return entry('done', 'card.presumed', noonOf(from), {
    ...say('card.presumed.text', { days: ARRIVAL_DAYS, to: { date: to } }),
    link: { route: 'cardMissing', key: 'status:card.mailed.missing' },
  });
}

function closed({ cameBackAt, mailedAt }: Made): Draft {
  const mailed = mailedAt ?? new Date(0);
  return cameBackAt && cameBackAt > mailed
    ? entry('done', 'card.closed', noonOf(addDays(dayOf(cameBackAt), ANSWER_DAYS)), say('card.closed.cameBack', { days: ANSWER_DAYS }))
    : entry('done', 'card.closed', noonOf(addDays(dayOf(mailed), MISSING_DAYS)), say('card.closed.mailed', { days: MISSING_DAYS }));
}

/** A moment of a day in Eastern Time, for what happened on it and has no hour. */
const noonOf = (day: string): Date => new Date(`${day}T17:00:00Z`);
