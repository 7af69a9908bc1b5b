import type { Phrase } from '../language/phrase.js';
import type { RouteName } from '../language/route-table.js';

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

/** Before it is known which one is the current one. */
export type Draft = Omit<TimelineEntry, 'current'>;
export const entry = (state: Draft['state'], name: string, at: Date | null | undefined, more: Partial<Draft> = {}): Draft => ({
  state,
  at: at ?? null,
  when: at ? null : { key: `status:when.${state}` },
  title: { key: `status:${name}.title` },
  text: null,
  link: null,
  ...more,
});
