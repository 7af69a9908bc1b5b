import { setTimeout as wait } from 'node:timers/promises';

/** Longer than what the portal does for an account that exists; the answer for one that does not takes as long (TRUST.md 14). */
export const EVEN_ANSWER_MILLISECONDS = 150;

/** Begun with the work, awaited before a refusal: then it comes at the same moment whatever was found. */
export const evenMoment = (): Promise<void> => wait(EVEN_ANSWER_MILLISECONDS);

/** Does the work and answers at the same moment whatever there was to do, so that the time tells nothing. */
export async function evenly<Result>(work: () => Promise<Result>): Promise<Result> {
  const [done] = await Promise.allSettled([work(), evenMoment()]);
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}
