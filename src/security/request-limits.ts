import { createHash } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { HttpException } from '@nestjs/common';
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { after, type Clock, DAY, MINUTE, SECOND } from '../clock.js';
import { networkOf } from './network-address.js';
import { WrongTries } from './wrong-tries.js';

/** How long a visitor is asked to wait when the portal is too busy. */
export const RETRY_AFTER = 30 * SECOND;

/** Numbers of TRUST.md 1; texts quote them from here. An address is what `networkOf` makes of it. */
export const LIMITS = {
  /**
   * Wrong passwords of one account from one address, or of its owner once signed in, from wherever; the wait doubles with each
   * repetition, up to a day, until a right one.
   */
  wrongPasswords: { points: 6, minutes: 15, longestMinutes: 24 * 60 },
  /** Wrong answers to the identity check of one invitation from one address; the wait grows as well. */
  identityChecks: { points: 5, minutes: 15, longestMinutes: 24 * 60 },
  signInsPerAddress: { points: 20, minutes: 1 },
  /** Wrong codes and passkeys of one account, and of each browser in which its owner signed in before; only who knows its password comes so far. */
  secondFactorTries: { points: 6, minutes: 15 },
  /** The same in all those browsers together: somebody who signed in on several before there was a second step gains little by it. */
  secondFactorTriesInKnownBrowsers: { points: 24, minutes: 15 },
  resetsPerAddress: { points: 10, minutes: 15 },
  passwordRequestsPerAddress: { points: 10, minutes: 15 },
  /** Photos in the public checker; a family tries several. */
  photoChecksPerAddress: { points: 30, minutes: 15 },
  /** Codes of eCOPRs tried from one network address; an employer checks several [A]. */
  recordChecksPerAddress: { points: 30, minutes: 15 },
  /** Codes of mails tried from one network address; a family checks several [A]. */
  emailChecksPerAddress: { points: 30, minutes: 15 },
  /** Codes of photographers' links tried from one network address; a studio sends several people's photos [A]. */
  photographerCodesPerAddress: { points: 60, minutes: 15 },
  /** Photos sent from one account: ten for each of six people in an hour [A]. */
  uploadsPerAccount: { points: 60, minutes: 60 },
  /** Messages to the office from one account [A]. */
  messagesPerAccount: { points: 20, minutes: 60 },
  /** Links sent to new addresses for one account [A]. */
  emailChangesPerAccount: { points: 5, minutes: 60 },
} as const;
type LimitName = keyof typeof LIMITS;
export interface LimitHit {
  readonly limit: LimitName;
}
const GROWING = ['wrongPasswords', 'identityChecks'] as const;
type GrowingLimit = (typeof GROWING)[number];
const isGrowing = (limit: LimitName): limit is GrowingLimit => (GROWING as readonly string[]).includes(limit);

/** After so many wrong passwords in a row on an account, from wherever, a mailed link is needed too (TRUST.md 1). */
export const WRONG_IN_A_ROW = 100;
/** So long after the last of them they are forgotten [A]. */
const IN_A_ROW_LIFE = 30 * DAY;

/** What is over is swept away at about every so many counted tries. */
const SWEEP_EVERY = 100;

/** Told which limit was hit, to whoever measures this process. */
export const LIMIT_HIT = channel('portal:limit-hit');

/** Somebody must wait; the page says how long, in true numbers. */
export class TooManyRequests extends HttpException {
  constructor(readonly waitMinutes: number) {
    super('too many requests', 429);
  }

  /** Long waits are told in hours. */
  get wait(): { readonly unit: 'minutes' | 'hours'; readonly count: number } {
    return this.waitMinutes < 60
      ? { unit: 'minutes', count: this.waitMinutes }
      : { unit: 'hours', count: Math.ceil(this.waitMinutes / 60) };
  }
}

/** Limits shared by all processes, in PostgreSQL. They slow a guesser down and never lock an account for its owner elsewhere. */
export class RequestLimits {
  readonly #limiters: Record<string, RateLimiterPostgres>;
  readonly #wrong: WrongTries;
  #counted = 0;

  constructor(
    private readonly pool: pg.Pool,
    private readonly clock: Clock,
  ) {
    this.#wrong = new WrongTries(pool);
    this.#limiters = Object.fromEntries(
      Object.entries(LIMITS).map(([name, { points, minutes }]) => [
        name,
        new RateLimiterPostgres({
          storeClient: pool,
          storeType: 'pool',
          tableName: 'request_limit',
          tableCreated: true,
          clearExpiredByTimeout: false,
          keyPrefix: name,
          points,
          duration: minutes * 60,
        }),
      ]),
    );
  }

  /**
   * Counts a try before its password is compared, so that many at once are no way round the limit; a right one is forgotten again.
   * @returns how many were tried on this name in a row, this one included, whether or not anybody has the name
   * @throws TooManyRequests
   */
  async takeSignIn(username: string, address: string): Promise<{ readonly inRow: number }> {
    await this.consume('signInsPerAddress', address);
    await this.consume('wrongPasswords', pair(username, address));
    const now = this.clock.now();
    return { inRow: await this.#wrong.count(`inRow:${hashOf(username)}`, now, after(now, IN_A_ROW_LIFE)) };
  }

  /** For somebody signed in who gives their password again: strangers' tries, from the same address too, have nothing to do with it. @throws TooManyRequests */
  async takeOwnPassword(accountId: string): Promise<void> {
    await this.consume('wrongPasswords', signedIn(accountId));
  }

  async forgetOwnPassword(accountId: string): Promise<void> {
    await this.forget('wrongPasswords', signedIn(accountId));
  }

  /** A new password was saved through the owner's mailbox: what was tried before was tried on another one. */
  async forgetFormerPassword({ id, username }: { readonly id: string; readonly username: string }, address: string): Promise<void> {
    await this.forgetWrongPasswords(username, address);
    await this.forgetOwnPassword(id);
  }

  /** The owner signed in: what was tried from here, and in a row from elsewhere, no longer counts. */
  async forgetWrongPasswords(username: string, address: string): Promise<void> {
    await this.#wrong.forget(keyOf('wrongPasswords', pair(username, address)), `inRow:${hashOf(username)}`);
  }

  /** Counts one try. The key of a limit per address is the address. @throws TooManyRequests when there were too many */
  async consume(limit: LimitName, key: string): Promise<void> {
    if (++this.#counted % SWEEP_EVERY === 0) await this.purgeExpired();
    if (isGrowing(limit)) {
      const now = this.clock.now();
      const until = await this.#wrong.take(keyOf(limit, key), LIMITS[limit], now);
      if (until) throw tooMany(limit, until.getTime() - now.getTime());
      return;
    }
    try {
      await this.#limiters[limit]?.consume(hashOf(limit.endsWith('PerAddress') ? networkOf(key) : key));
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) throw tooMany(limit, refusal.msBeforeNext);
      throw refusal;
    }
  }

  /** Tries that led to success no longer count. */
  async forget(limit: LimitName, key: string): Promise<void> {
    if (isGrowing(limit)) await this.#wrong.forget(keyOf(limit, key));
    else await this.#limiters[limit]?.delete(hashOf(key));
  }

  /** Takes away what is over, a part at a time; also for the timed jobs. Answers how many rows went. */
  async purgeExpired(atMost = 1000): Promise<number> {
    const now = this.clock.now();
    // the library's own clock is the real one
    const { rowCount } = await this.pool.query(
      `delete from request_limit where key in
         (select key from request_limit where expire < extract(epoch from now()) * 1000 limit $1 for update skip locked)`,
      [atMost],
    );
    return (rowCount ?? 0) + (await this.#wrong.purge(now, atMost));
  }
}

/** One account or invitation from one place. */
const pair = (name: string, address: string): string => `${name}|${networkOf(address)}`;

/** An account's owner, once signed in, from wherever. */
export const signedIn = (accountId: string): string => `${accountId} signed in`;

/** Whatever was typed as a name, of any length, and nobody's address in the table. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url');
const keyOf = (limit: GrowingLimit, key: string): string => `${limit}:${hashOf(key)}`;

function tooMany(limit: LimitName, milliseconds: number): TooManyRequests {
  LIMIT_HIT.publish({ limit } satisfies LimitHit);
  return new TooManyRequests(minutesOf(milliseconds));
}

const minutesOf = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / MINUTE));
