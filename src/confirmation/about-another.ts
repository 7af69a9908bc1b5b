import type { Phrase, PhraseValue } from '../language/phrase.js';
import type { Standing } from './standing.js';
import type { TimelineEntry } from './story-entry.js';

/** What is said otherwise where the reader acts for the person it is about: "their photo", not "your photo". */
const LABELS = ['onHold', 'returned', 'cameBack', 'mailingAgain', 'replacing', 'held', 'card', 'presence', 'residence'];
const MISSING = ['presence', 'address', 'photo'];
const STORY = [
  ...[
    'presence.declared.title',
    'presence.verified.text',
    'presence.checking.title',
    'presence.checking.text',
    'presence.abroad.title',
    'presence.abroad.text',
    'presence.toDo.title',
  ],
  ...[
    'presence.withdrawn.title',
    'presence.withdrawn.text',
    'address.toDo.title',
    'address.toDo.act',
    'address.frozen.text',
    'photo.toDo.title',
    'photo.toDo.act',
  ],
  ...[
    'residence.confirming.title',
    'residence.confirming.text',
    'residence.confirmed.text',
    'card.making.title',
    'card.making.text',
    'card.making.late',
    'card.making.again',
    'presence.receipt',
  ],
  ...[
    'address.reopened.title',
    'address.reopened.text',
    'address.reopened.act',
    'card.mailed.missing',
    'card.presumed.text',
    'card.mailingAgain.title',
    'card.missing.title',
    'card.replacing.title',
    'card.closed.cameBack',
    'card.closed.mailed',
  ],
];
const OTHERWISE = new Map<string, string>([
  ...LABELS.map((name): [string, string] => [`standing:label.${name}`, `standing:other.${name}`]),
  ...MISSING.map((name): [string, string] => [`standing:missing.${name}`, `standing:missing.${name}Other`]),
  ...STORY.map((name): [string, string] => [`status:${name}`, `status:other.${name}`]),
]);

/** The same standing in the words for who acts for somebody else. */
export const aboutAnother = (standing: Standing): Standing => ({
  ...standing,
  label: otherwise(standing.label),
  whoWords: standing.whoWords === 'hold' ? 'holdOther' : standing.whoWords === 'post' ? 'postOther' : standing.whoWords,
});

/** The same story in these words. */
export const storyOfAnother = (timeline: readonly TimelineEntry[]): TimelineEntry[] =>
  timeline.map((entry) => ({
    ...entry,
    title: otherwise(entry.title),
    text: entry.text && otherwise(entry.text),
    link: entry.link && { ...entry.link, key: OTHERWISE.get(entry.link.key) ?? entry.link.key },
  }));

function otherwise({ key, values }: Phrase): Phrase {
  const said = Object.entries(values ?? {}).map(([name, value]): [string, PhraseValue] =>
    typeof value === 'object' && 'list' in value ? [name, { list: value.list.map(otherwise) }] : [name, value],
  );
  return { key: OTHERWISE.get(key) ?? key, ...(values ? { values: Object.fromEntries(said) } : {}) };
}
