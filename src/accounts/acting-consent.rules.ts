import { DAY, MINUTE } from '../clock.js';

/** A link that asks an adult dependant for their consent works so long [A]. */
export const CONSENT_DAYS = 30;
export const CONSENT_LIFE = CONSENT_DAYS * DAY;
/** Within this time of one, no second link is sent. */
export const CONSENT_PAUSE = MINUTE;
