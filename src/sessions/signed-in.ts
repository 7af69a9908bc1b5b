import type { Actor } from '../access/actor.js';

/** Who is signed in: what a session's read brings along in the same statement. It is `req.user`. */
export interface SignedIn {
  readonly actor: Actor;
  /** The address in the person's invitation (S36); null for officers and representatives. */
  readonly contactAddress: string | null;
  /** The end of the session whatever the person does. */
  readonly sessionEndsAt: Date;
  readonly idleMilliseconds: number;
  /** Of the account when the session was read, or the password was: another one since then, and it opens nothing. */
  readonly epoch: number;
}

declare global {
  namespace Express {
    interface User extends SignedIn {}
  }
}
