import { setTimeout as wait } from 'node:timers/promises';
import type { Kind } from './kinds.js';

export interface Outcome {
  readonly kind: string;
  readonly milliseconds: number;
  /** Of the page where it ended; 0 where none came. */
  readonly status: number;
}

/** A page of ours that is no refusal. */
export const isGood = ({ status }: Outcome): boolean => status > 0 && status < 400;
/** Turned away with 503, which says when to come again. */
export const isTurnedAway = ({ status }: Outcome): boolean => status === 503;

/**
 * Lets people come at random moments at a mean rate, whether or not those before them were answered, and waits for the last ones.
 * @param perSecond mean of those who come
 */
export async function comeAtRate(kinds: readonly Kind[], perSecond: number, seconds: number): Promise<Outcome[]> {
  const all = kinds.reduce((sum, { share }) => sum + share, 0);
  const begun: Promise<Outcome>[] = [];
  const began = performance.now();
  for (let at = 0; ; ) {
    at += (-Math.log(1 - Math.random()) / perSecond) * 1_000; // between two who come, as in a Poisson process
    if (at > seconds * 1_000) break;
    const ahead = at - (performance.now() - began);
    if (ahead > 1) await wait(ahead);
    begun.push(once(drawn(kinds, Math.random() * all)));
  }
  return Promise.all(begun);
}

/** The one in whose share the number lies. */
function drawn([first, ...others]: readonly Kind[], at: number): Kind {
  if (!first) throw new Error('there are no kinds');
  return at < first.share || others.length === 0 ? first : drawn(others, at - first.share);
}

async function once(kind: Kind): Promise<Outcome> {
  const began = performance.now();
  const status = await kind.once().catch(() => 0);
  return { kind: kind.name, milliseconds: performance.now() - began, status };
}
