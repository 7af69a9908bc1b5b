import { fieldError, type FieldError } from '../forms/form-result.js';
import { addDays, daysBetween } from '../language/formats.js';
import { MOST_WEEKS } from './report.rules.js';

/** Whole weeks, Monday to Sunday. Days are `YYYY-MM-DD`, weeks are named by their Monday. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly weeks: readonly string[];
}

/** What stood in an address: the period, or why it is none. */
export interface AskedPeriod {
  /** Null where something is wrong with it. */
  readonly period: Period | null;
  readonly errors: readonly FieldError[];
  /** What the fields show. */
  readonly typed: { readonly from: string; readonly to: string };
}

/** Reads `?from=2026-09-01&to=2026-11-28`; without them it is the last weeks up to this one. Weeks that a day lies in count whole. */
export function readPeriod(query: Record<string, unknown>, today: string, usualWeeks: number): AskedPeriod {
  const typed = { from: wordIn(query.from), to: wordIn(query.to) };
  const to = typed.to || today;
  const wrong = (['from', 'to'] as const).filter((field) => typed[field] !== '' && !isDay(typed[field]));
  if (wrong.length > 0) return refused(typed, ...wrong.map((field) => fieldError(field, 'reports:period.notADay', { today })));
  const from = typed.from || addDays(mondayOf(to), -7 * (usualWeeks - 1));
  if (to > today) return refused(typed, fieldError('to', 'reports:period.future', { today }));
  if (from > to) return refused(typed, fieldError('from', 'reports:period.order'));
  const period = periodOf(from, to);
  if (period.weeks.length > MOST_WEEKS) return refused(typed, fieldError('from', 'reports:period.tooLong', { most: MOST_WEEKS }));
  return { period, errors: [], typed: { from, to } };
}

/** The weeks from one day to another. */
export function periodOf(from: string, to: string): Period {
  const first = mondayOf(from);
  const count = daysBetween(first, mondayOf(to)) / 7 + 1;
  return { from: first, to: addDays(mondayOf(to), 6), weeks: Array.from({ length: count }, (_, week) => addDays(first, 7 * week)) };
}

const refused = (typed: AskedPeriod['typed'], ...errors: FieldError[]): AskedPeriod => ({ period: null, errors, typed });

const wordIn = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 20) : '');

/** A day that is in the calendar, of this century. */
const isDay = (text: string): boolean => /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text) && addDays(text, 0) === text;

const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
