import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Clock, MINUTE } from '../../clock.js';
import { notSuspended } from '../../confirmation/suspended.sql.js';
import { POOL } from '../../tokens.js';

const OLDEST = `select w.submitted_at from photo_attempt w
                 where ${notSuspended('w')}`;

/**
 * When the photo that is looked at next was sent: one statement, for the receipt here and inside the status page's own. A photo of a suspended
 * file waits for something else. Each state by itself, so that the index on state and moment gives its first row.
 */
export const OLDEST_WAITING = `select least((${OLDEST} and w.state = 'submitted' order by w.submitted_at limit 1),
                                            (${OLDEST} and w.state = 'in_review' order by w.submitted_at limit 1))`;

/** How old the answer on public pages may be. */
const KEPT_FOR = 5 * MINUTE;

/** What public pages say of the queue; `oldest` is null when nothing waits. */
export interface ToldQueue {
  readonly oldest: Date | null;
}

/** How long the queue is, said honestly: which day's photos are being looked at now (S11, PORTAL.md 5). */
@Injectable()
export class PhotoQueue {
  #told: (ToldQueue & { readonly at: Date }) | null = null;
  #asking: Promise<ToldQueue | null> | null = null;

  constructor(
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly clock: Clock,
  ) {}

  /** When the photo that is looked at next was sent; null when none waits. */
  async oldestWaiting(): Promise<Date | null> {
    const { rows } = await this.pool.query<{ least: string | null }>(OLDEST_WAITING);
    const oldest = rows[0]?.least ?? null;
    return oldest === null ? null : new Date(oldest); // MikroORM's pool leaves moments as PostgreSQL writes them
  }

  /** The same for public pages: asked for once in a while, whoever reads. Null when it can't be said, which is no reason to fail. */
  async toldToAll(): Promise<ToldQueue | null> {
    const now = this.clock.now();
    if (this.#told && now.getTime() - this.#told.at.getTime() < KEPT_FOR) return this.#told;
    this.#asking ??= this.oldestWaiting()
      .then(
        (oldest) => (this.#told = { oldest, at: now }),
        () => null,
      )
      .finally(() => {
        this.#asking = null;
      });
    return this.#asking;
  }
}
