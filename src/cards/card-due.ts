import { daysBetween } from '../language/formats.js';
import type { Sign } from '../pages/signs.js';

/** How near a card's promised day is (S12). */
export interface CardDue {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly state: 'late' | 'today' | 'tomorrow' | 'later';
  /** Days past the promised day; 0 unless late. */
  readonly daysLate: number;
  /** Always stands beside its words. */
  readonly sign: Extract<Sign, 'wrong' | 'warn'> | null;
}

/** A card is late from the day after its promised day. */
export function cardDue(dueOn: string, today: string): CardDue {
  const days = daysBetween(today, dueOn);
  if (days < 0) return { day: dueOn, state: 'late', daysLate: -days, sign: 'wrong' };
  if (days > 1) return { day: dueOn, state: 'later', daysLate: 0, sign: null };
  return { day: dueOn, state: days === 0 ? 'today' : 'tomorrow', daysLate: 0, sign: 'warn' };
}
