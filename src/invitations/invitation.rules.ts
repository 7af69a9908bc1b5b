import { DAY } from '../clock.js';

/** An invitation can be answered for 30 days [A]. */
export const INVITATION_DAYS = 30;
export const INVITATION_LIFE = INVITATION_DAYS * DAY;
