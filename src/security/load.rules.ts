import { SECOND } from '../clock.js';

/**
 * When the portal says that it is busy (TRUST.md 1). Pages to read are turned away first, since nothing is lost by asking again; what
 * somebody sends is taken up as long as memory allows, and what was taken up is always finished.
 */
export const LOAD_LIMITS = {
  /** Pages being made at once, in one process, for its memory's sake; of a slow one, no more than it makes in a second. */
  pages: 300,
  /** Forms being read or worked on: three times as many, because each is small and somebody's work. */
  forms: 900,
  /** Uploads: each may hold 4 MiB, so 100 hold 400 MiB at most. */
  uploads: 100,
} as const;

/** How often the event loop's lag is read, and how much the newest reading weighs. */
export const LAG_EVERY = SECOND / 10;
export const LAG_WEIGHT = 1 / 3;

/** Never fewer pages at once: a few that take long must not shut out all others. */
export const PAGES_AT_LEAST = 10;

/** Pages a second before any was made, and how much the newest reading weighs: two seconds of them are remembered. */
export const PACE_AT_FIRST = 300;
export const PACE_WEIGHT = 1 / 20;

/** How often the log says how many were turned away. */
export const TOLD_EVERY = 10 * SECOND;
