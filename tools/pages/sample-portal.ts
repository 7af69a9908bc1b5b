import { setTimeout as wait } from 'node:timers/promises';
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

/** What each was given last. */
const given = new Map<string, string>();

/** What somebody's authenticator app shows, once it is another than the one before: each is taken once. */
export async function codeOf(portal: SamplePortal, username: string): Promise<string> {
  if (portal.codeOf) return portal.codeOf(username);
  let code = await shownCode(portal.address, username);
  while (code === given.get(username)) {
    await wait(2_000);
    code = await shownCode(portal.address, username);
  }
  given.set(username, code);
  return code;
}
