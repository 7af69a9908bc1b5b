import { setTimeout as wait } from 'node:timers/promises';
import { CODE_PERIOD } from '../../src/accounts/second-factor/second-factor.rules.js';
import type { SamplePerson } from '../../src/seeds/sample-people.js';
import { shownCode } from '../second-step.js';

/** A portal with sample people, fresh: it is not the same once all its pages were looked at. */
export interface SamplePortal {
  readonly address: string;
  readonly people: readonly SamplePerson[];
  /** What somebody's app shows, where the portal's clock stands. */
  codeOf?(username: string): Promise<string>;
  /** What its clock shows, where it stands. */
  now?(): Date;
  /** Called before a mail is looked for, where none leaves by itself. */
  deliver?(): Promise<unknown>;
}

/** Settings of a portal (src/config.ts) whose pages are all to be met: nobody waits, and nobody is kept from anything by haste. */
export const LIVELY = { PHOTO_UNDO_SECONDS: '0', TRUST_PROXY: 'loopback', OVERLOAD_LAG_MS: '0', PHOTO_SECOND_LOOK_PERCENT: '100' };

/** When each is given their last one, in milliseconds: two who ask at once are given two. */
const given = new Map<string, number>();

/** What somebody's authenticator app shows: one in a period, since each is taken once, and the next but one not yet. */
export async function codeOf(portal: SamplePortal, username: string): Promise<string> {
  if (portal.codeOf) return portal.codeOf(username);
  const now = performance.now();
  const turn = Math.max(now, (given.get(username) ?? Number.NEGATIVE_INFINITY) + CODE_PERIOD);
  given.set(username, turn);
  await wait(turn - now);
  return shownCode(portal.address, username);
}
