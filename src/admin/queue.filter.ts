import { isLanguage, type Language } from '../language/language.js';

/** What the queue can be narrowed to, in the order of a person's way through the portal. */
export const QUEUE_KINDS = ['reply', 'mail', 'password', 'reported', 'presence', 'photo', 'residence', 'error', 'card', 'message'] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

/** Rows shown at once. */
export const QUEUE_ROWS = 50;
/** Above this a count is not exact, so that counting costs the same however much waits, and little (TRUST.md 6). */
export const COUNT_LIMIT = 500;

/** Where a language is chosen, so many of each source are looked at for it at once, the oldest: it may be that hardly anybody speaks it. */
export const LOOKED_AT = 250;

/** A count that is exact up to that limit; of a language, what was found among what was looked at. */
export interface LimitedCount {
  readonly number: number;
  readonly more: boolean;
}

export const limitedCount = (number: number): LimitedCount => ({ number: Math.min(number, COUNT_LIMIT), more: number > COUNT_LIMIT });

/** The row after which the next ones begin. Rows are sorted by turn, then since, then target. */
export interface QueuePlace {
  /** 0: a returned photo sent again, which comes first; 1: everything else. */
  readonly turn: number;
  /** Milliseconds. */
  readonly since: number;
  readonly target: string;
}

export interface QueueFilter {
  readonly kind: QueueKind | null;
  /** Of everything, what is past its promised day (S12). Then no kind is chosen. */
  readonly overdue: boolean;
  readonly language: Language | null;
  readonly after: QueuePlace | null;
}

/** Stands where a kind would, in the address and in the list of kinds. */
export const OVERDUE = 'overdue';

/** Reads `?what=photo&lang=fr&after=…`; whatever it does not know is as if it were not there. */
export function readQueueFilter(query: Record<string, unknown>): QueueFilter {
  const overdue = query.what === OVERDUE;
  const kind = QUEUE_KINDS.find((known) => known === query.what) ?? null;
  return { kind, overdue, language: isLanguage(query.lang) ? query.lang : null, after: readPlace(query.after) };
}

const PLACE = /^([01])-(\d{1,14})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function readPlace(text: unknown): QueuePlace | null {
  const [, turn, since, target] = (typeof text === 'string' && PLACE.exec(text)) || [];
  return turn && since && target ? { turn: Number(turn), since: Number(since), target } : null;
}

/** The query of an address with this filter, `?what=photo&lang=fr`; empty when nothing is filtered. */
export function queueQuery({ kind, overdue, language, after }: QueueFilter): string {
  const query = new URLSearchParams();
  if (overdue || kind) query.set('what', overdue ? OVERDUE : (kind ?? ''));
  if (language) query.set('lang', language);
  if (after) query.set('after', `${after.turn}-${after.since}-${after.target}`);
  return query.size > 0 ? `?${query.toString()}` : '';
}
