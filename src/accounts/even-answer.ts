import { setTimeout as wait } from 'node:timers/promises';

/** Longer than what the portal does for an account that exists; the answer for one that does not takes as long (TRUST.md 14). */
export const EVEN_ANSWER_MILLISECONDS = 150;
/** Writing a refusal down takes less, also with much to do. */
const WRITTEN_WITHIN = 50;

/**
 * The answer after a hash, which may have waited for others: at the next multiple of the even time. It is decided as the hash ends, so
 * that what is written down for an account that exists, and for no other, does not move it.
 * @param elapsed milliseconds from the beginning to the end of the hash
 * @returns milliseconds from the beginning to the answer
 */
export const evenMomentAfter = (elapsed: number): number =>
  Math.ceil((elapsed + WRITTEN_WITHIN) / EVEN_ANSWER_MILLISECONDS) * EVEN_ANSWER_MILLISECONDS;

/** Begun with the work; called as its hash ends, and what that gives is awaited before a refusal: then it comes at the same moment whatever was found. */
export function evenMoment(): () => Promise<void> {
  const begun = performance.now();
  return () => {
    const elapsed = performance.now() - begun;
    return wait(evenMomentAfter(elapsed) - elapsed);
  };
}

/** Does work without a hash, and answers at the same moment whatever there was to do, so that the time tells nothing. */
export async function evenly<Result>(work: () => Promise<Result>): Promise<Result> {
  const [done] = await Promise.allSettled([work(), wait(EVEN_ANSWER_MILLISECONDS)]);
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}
