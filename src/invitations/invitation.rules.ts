import { DAY } from '../clock.js';

/** An invitation can be answered for 30 days [A]. */
export const INVITATION_DAYS = 30;
export const INVITATION_LIFE = INVITATION_DAYS * DAY;

/** Who has not answered is reminded so many days after it was sent [A]. */
export const REMINDER_DAYS = [7, 21] as const;

/** How many reminders an invitation should have had by now. */
export const remindersDue = (sentAt: Date, now: Date): number =>
  REMINDER_DAYS.filter((days) => now.getTime() - sentAt.getTime() >= days * DAY).length;
