import { after, DAY, HOUR } from '../clock.js';

/** A link to a new address works so long [A]. */
export const EMAIL_LINK_HOURS = 24;
export const EMAIL_LINK_LIFE = EMAIL_LINK_HOURS * HOUR;

/** After a change of address nobody declares presence through the account for so long: the owner of the former address can object (PORTAL.md 6.9) [A]. */
export const DECLARING_PAUSE_HOURS = 24;

/** A change of address so shortly before an account is reported may be the work of whoever was in it: officers are told [A]. */
const SHORTLY_BEFORE_DAYS = 30;

export const changedShortlyBefore = (emailChangedAt: Date | null | undefined, reportedAt: Date | null | undefined): boolean =>
  Boolean(emailChangedAt && reportedAt && reportedAt < after(emailChangedAt, SHORTLY_BEFORE_DAYS * DAY));

/** Until when declaring waits; null when it does not. */
export function declaringPausedUntil(emailChangedAt: Date | null | undefined, now: Date): Date | null {
  if (!emailChangedAt) return null;
  const until = after(emailChangedAt, DECLARING_PAUSE_HOURS * HOUR);
  return now < until ? until : null;
}
