/** The time, given to everything that needs it, so that tests can move it. Times are UTC inside (PORTAL.md 6.22). */
export class Clock {
  now(): Date {
    return new Date();
  }
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const after = (time: Date, milliseconds: number): Date => new Date(time.getTime() + milliseconds);
