import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { POOL } from '../../tokens.js';

/** When the photo that is looked at next was sent: one statement, for the receipt here and inside the status page's own. */
export const OLDEST_WAITING = `select min(w.submitted_at) from photo_attempt w where w.state in ('submitted', 'in_review')`;

/** How long the queue is, said honestly: which day's photos are being looked at now (S11, PORTAL.md 5). */
@Injectable()
export class PhotoQueue {
  constructor(@Inject(POOL) private readonly pool: pg.Pool) {}

  /** When the photo that is looked at next was sent; null when none waits. */
  async oldestWaiting(): Promise<Date | null> {
    const { rows } = await this.pool.query<{ min: string | null }>(OLDEST_WAITING);
    const oldest = rows[0]?.min ?? null;
    return oldest === null ? null : new Date(oldest); // MikroORM's pool leaves moments as PostgreSQL writes them
  }
}
