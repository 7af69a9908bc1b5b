import { createHash } from 'node:crypto';
import { HttpException } from '@nestjs/common';
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { MINUTE, SECOND } from '../clock.js';
import { networkOf } from './network-address.js';

/** How long a visitor is asked to wait when the portal is too busy. */
export const RETRY_AFTER = 30 * SECOND;

/** Numbers of TRUST.md 1; texts quote them from here. An address is what `networkOf` makes of it. */
export const LIMITS = {
  /** Wrong passwords of one account from one address. */
  wrongPasswords: { points: 6, minutes: 15 },
  signInsPerAddress: { points: 20, minutes: 1 },
  identityChecks: { points: 5, minutes: 15 },
  resetsPerAddress: { points: 10, minutes: 15 },
  passwordRequestsPerAddress: { points: 10, minutes: 15 },
  /** Photos in the public checker; a family tries several. */
  photoChecksPerAddress: { points: 30, minutes: 15 },
} as const;
type LimitName = keyof typeof LIMITS;

/** Somebody must wait; the page says how long, in true numbers. */
export class TooManyRequests extends HttpException {
  constructor(readonly waitMinutes: number) {
    super('too many requests', 429);
  }
}

/** Limits shared by all processes, in PostgreSQL. They slow a guesser down and never lock an account for its owner elsewhere. */
export class RequestLimits {
  readonly #limiters: Record<LimitName, RateLimiterPostgres>;

  constructor(pool: pg.Pool) {
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
    ) as Record<LimitName, RateLimiterPostgres>;
  }

  /**
   * Counts a try before its password is compared, so that many at once are no way round the limit; a right one is forgotten again.
   * @throws TooManyRequests
   */
  async takeSignIn(username: string, address: string): Promise<void> {
    await this.consume('signInsPerAddress', address);
    await this.consume('wrongPasswords', `${username}|${networkOf(address)}`);
  }

  async forgetWrongPasswords(username: string, address: string): Promise<void> {
    await this.forget('wrongPasswords', `${username}|${networkOf(address)}`);
  }

  /** Counts one try. The key of a limit per address is the address. @throws TooManyRequests when there were too many */
  async consume(limit: LimitName, key: string): Promise<void> {
    try {
      await this.#limiters[limit].consume(hashOf(limit.endsWith('PerAddress') ? networkOf(key) : key));
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) throw new TooManyRequests(minutesOf(refusal));
      throw refusal;
    }
  }

  /** Tries that led to success no longer count. */
  async forget(limit: LimitName, key: string): Promise<void> {
    await this.#limiters[limit].delete(hashOf(key));
  }
}

/** Whatever was typed as a name, of any length, and nobody's address in the table. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

const minutesOf = (result: RateLimiterRes): number => Math.max(1, Math.ceil(result.msBeforeNext / MINUTE));
