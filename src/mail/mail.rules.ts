import { DAY, HOUR, MINUTE, SECOND } from '../clock.js';

/** How long a mail waits after each failed try; after the last of these it is given up, in about two days. */
export const WAITS_AFTER_FAILURE = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, 1 * HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR] as const;

/** The mailer looks by itself this often, for mails whose time has come. */
export const LOOK_EVERY = 5 * SECOND;
/** A mail is announced before its cause is committed: look a moment later, and once more for a slow commit. */
export const LOOK_AFTER_ANNOUNCED = [50, 500] as const;

/** How long it is known of a mail that it left: so long its code can be checked [A]. */
export const SENT_MAIL_DAYS = 90;
export const SENT_MAIL_KEPT = SENT_MAIL_DAYS * DAY;
