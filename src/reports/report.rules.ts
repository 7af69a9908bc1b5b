import { MINUTE } from '../clock.js';

/** The days are counted anew this often. */
export const COUNTED_EVERY_MINUTES = 15;
export const COUNTED_EVERY = COUNTED_EVERY_MINUTES * MINUTE;

/** Weeks of a report unless another period is asked for, this one included; and the most that one report covers. */
export const USUAL_WEEKS = 13;
export const MOST_WEEKS = 53;

/** How long something has waited, in days: from each of these up to the next. Also names of texts. */
export const AGES = { today: 0, fewDays: 1, week: 4, fortnight: 8, longer: 15 } as const;
export type Age = keyof typeof AGES;
export const AGE_NAMES = Object.keys(AGES) as Age[];

/** How bright a picture is as a whole, mean L* of 100: from each of these up to the next. Also names of texts. */
export const BRIGHTNESS = { dark: 0, dim: 45, medium: 60, bright: 75 } as const;
/** `unknown`: checked before the figure was kept, or not at all. */
export const BRIGHTNESS_NAMES = [...(Object.keys(BRIGHTNESS) as (keyof typeof BRIGHTNESS)[]), 'unknown'] as const;
export type Brightness = (typeof BRIGHTNESS_NAMES)[number];

/** Below this many a share says nothing, and is not shown. */
export const LEAST_FOR_A_SHARE = 20;

/** A check cries wolf when officers accepted more than this share of at least so many photos that it warned of, in so many weeks (PORTAL.md 4). */
export const WOLF = { warned: 200, accepted: 0.3, weeks: 52 } as const;

export const criesWolf = ({ warned, accepted }: { warned: number; accepted: number }): boolean =>
  warned >= WOLF.warned && accepted > WOLF.accepted * warned;
