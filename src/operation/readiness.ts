import { statfs } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Config } from '../config.js';
import { PhotoStore } from '../photos/photo-store.js';
import { PhotoWorkshop } from '../photos/workshop/photo-workshop.js';
import { CONFIG, POOL } from '../tokens.js';
import { CHECK_WITHIN, LEAST_FREE_BYTES } from './operation.rules.js';

/** What this process needs to serve anybody, each by name. */
export interface Ready {
  readonly database: boolean;
  /** Every home of photos that is in use. */
  readonly store: boolean;
  /** There is room for another photo in the queue of the checks. */
  readonly photos: boolean;
  readonly disk: boolean;
  /** False from the moment it was told to stop: it ends what was begun. */
  readonly running: boolean;
}

/** Whether this process can be given requests. Asked by the machine that gives them out, every few seconds, without a session. */
@Injectable()
export class Readiness {
  #running = true;

  constructor(
    @Inject(POOL) private readonly pool: pg.Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly store: PhotoStore,
    private readonly workshop: PhotoWorkshop,
  ) {}

  /** From here on it says that it is not ready; it goes on answering. */
  stop(): void {
    this.#running = false;
  }

  /** Until it is told to stop. */
  get isRunning(): boolean {
    return this.#running;
  }

  async read(): Promise<Ready> {
    const [database, store, disk] = await Promise.all([
      holds(async () => {
        const { rows } = await this.pool.query<{ writes: boolean }>('select not pg_is_in_recovery() writes');
        if (!rows[0]?.writes) throw new Error('this is a standby, which only reads');
      }),
      holds(() => this.store.check()),
      holds(async () => {
        const { bavail, bsize } = await statfs(this.config.dataDir);
        if (bavail * bsize < LEAST_FREE_BYTES) throw new Error('the disk is full');
      }),
    ]);
    return { database, store, disk, photos: this.workshop.hasRoom, running: this.#running };
  }
}

/** False where it fails, or takes too long. */
async function holds(check: () => Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  try {
    return await Promise.race([check().then(() => true), wait(CHECK_WITHIN, false, { signal: late.signal })]);
  } catch {
    return false;
  } finally {
    late.abort();
  }
}
