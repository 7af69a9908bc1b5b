import { MINUTE } from '../clock.js';

/** How long an officer has a file to themselves after they last did something on it (PORTAL.md 4 [A]). */
export const CLAIM_MINUTES = 15;
export const CLAIM_LASTS = CLAIM_MINUTES * MINUTE;
