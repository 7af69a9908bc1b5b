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

/** What somebody's authenticator app shows now. */
export const codeOf = (portal: SamplePortal, username: string): Promise<string> =>
  portal.codeOf?.(username) ?? shownCode(portal.address, username);
