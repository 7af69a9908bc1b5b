import type { Phrase } from '../language/phrase.js';
import type { Sign } from '../pages/signs.js';
import { labelOf, type WhoActs } from './label.js';
import type { Entry, LaneFacts } from './lane-facts.js';
import { type Lane, lanesOf } from './lanes.js';

/** Everything a page shows of where a person stands: plain objects for views. */
export interface Standing {
  readonly label: Phrase;
  readonly who: WhoActs;
  /** Who acts, as words: `standing:who.<name>`. */
  readonly whoWords: WhoActs | 'hold' | 'holdOther' | 'postOther';
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
