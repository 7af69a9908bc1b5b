import type { Phrase, PhraseValue } from '../language/phrase.js';
import type { Sign } from '../pages/signs.js';
import { labelOf, type WhoActs } from './label.js';
import type { Entry, LaneFacts } from './lane-facts.js';
import { type Lane, lanesOf } from './lanes.js';

/** Everything a page shows of where a person stands: plain objects for views. */
export interface Standing {
  readonly label: Phrase;
  readonly who: WhoActs;
  /** Who acts, as words: `standing:who.<name>`. */
  readonly whoWords: WhoActs | 'hold' | 'holdOther';
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
    whoWords: onHold ? 'hold' : who,
    whoSign: onHold ? 'hold' : ({ you: 'you', us: 'us', post: 'post', nobody: 'done' } as const)[who],
    lanes: lanesOf(facts),
  };
}

/** What is said otherwise where the reader acts for this person, whom it is about. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'standing:label.onHold': 'standing:other.onHold',
  'standing:label.returned': 'standing:other.returned',
  'standing:label.cameBack': 'standing:other.cameBack',
  'standing:label.replacing': 'standing:other.replacing',
  'standing:label.held': 'standing:other.held',
  'standing:missing.presence': 'standing:missing.presenceOther',
  'standing:missing.address': 'standing:missing.addressOther',
  'standing:missing.photo': 'standing:missing.photoOther',
};

/** The same standing in the words for who acts for somebody else: "their photo", not "your photo". */
export const aboutAnother = (standing: Standing): Standing => ({
  ...standing,
  label: otherwise(standing.label),
  whoWords: standing.whoWords === 'hold' ? 'holdOther' : standing.whoWords,
});

function otherwise({ key, values }: Phrase): Phrase {
  const said = Object.entries(values ?? {}).map(([name, value]): [string, PhraseValue] =>
    typeof value === 'object' && 'list' in value ? [name, { list: value.list.map(otherwise) }] : [name, value],
  );
  return { key: OTHERWISE[key] ?? key, ...(values ? { values: Object.fromEntries(said) } : {}) };
}
