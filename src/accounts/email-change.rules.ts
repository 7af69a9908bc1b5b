import { after, HOUR } from '../clock.js';

/** A link to a new address works so long [A]. */
export const EMAIL_LINK_HOURS = 24;
export const EMAIL_LINK_LIFE = EMAIL_LINK_HOURS * HOUR;

/** After a change of address nobody declares presence through the account for so long: the owner of the former address can object (PORTAL.md 6.9) [A]. */
export const DECLARING_PAUSE_HOURS = 24;

/** Until when declaring waits; null when it does not. */
export function declaringPausedUntil(emailChangedAt: Date | null | undefined, now: Date): Date | null {
  if (!emailChangedAt) return null;
  const until = after(emailChangedAt, DECLARING_PAUSE_HOURS * HOUR);
  return now < until ? until : null;
}
