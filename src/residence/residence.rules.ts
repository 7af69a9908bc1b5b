import { after, DAY } from '../clock.js';
import { ECOPR_DAYS } from '../confirmation/confirmation.rules.js';

/** Characters of what somebody says is wrong on their eCOPR [A], and of an officer's answer. */
export const MOST_ERROR_WORDS = 1_000;

/** So many days before the 180 are over people are reminded (PORTAL.md 4). */
export const REMINDED_BEFORE = [60, 14] as const;

/** When the next reminder of a record is due, after a moment; null once the last has passed. */
export function reminderAfter(issuedAt: Date, now: Date): Date | null {
  const moments = REMINDED_BEFORE.map((days) => after(issuedAt, (ECOPR_DAYS - days) * DAY));
  return moments.find((moment) => moment > now) ?? null;
}
