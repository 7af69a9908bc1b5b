import { DAY, HOUR, MINUTE } from '../clock.js';

/** How long a session lives (TRUST.md 1): 15 minutes without a request, 12 hours in all; officers 8 hours. */
export const SESSION_IDLE = 15 * MINUTE;
export const SESSION_LONGEST = 12 * HOUR;
export const OFFICER_SESSION_LONGEST = 8 * HOUR;
/** So long before the end a dialog says that it comes (TRUST.md 1). */
export const SESSION_WARNING = 2.5 * MINUTE;
/** How long after its end it is still known whose a session was, and what was typed too late is kept (PORTAL.md 6.21). */
export const OWNER_KNOWN = DAY;
/** A visitor who has not signed in yet, with a form open. */
export const VISIT_IDLE = 2 * HOUR;
/** A session's last use is written at most this often. */
export const TOUCH_EVERY = MINUTE;

export const SESSION_COOKIE = '__Host-session';
