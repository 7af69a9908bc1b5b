import { statfs } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type pg from 'pg';
import { SECOND } from '../clock.js';
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
  readonly #failing = new Set<string>();

  constructor(
    @Inject(POOL) private readonly pool: pg.Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly store: PhotoStore,
    private readonly workshop: PhotoWorkshop,
    private readonly logger: PinoLogger,
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
      this.#holds('database', async () => {
        const { rows } = await this.pool.query<{ writes: boolean }>('select not pg_is_in_recovery() writes');
        if (!rows[0]?.writes) throw new Error('this is a standby, which only reads');
      }),
      this.#holds('store', () => this.store.check()),
      this.#holds('disk', async () => {
        const { bavail, bsize } = await statfs(this.config.dataDir);
        if (bavail * bsize < LEAST_FREE_BYTES) throw new Error('the disk is full');
      }),
    ]);
    return { database, store, disk, photos: this.workshop.hasRoom, running: this.#running };
  }

  /** False where it fails, or takes too long; the log says why once, and when it holds again. */
  async #holds(name: 'database' | 'store' | 'disk', check: () => Promise<unknown>): Promise<boolean> {
    const late = new AbortController();
    try {
      await Promise.race([check(), wait(CHECK_WITHIN, undefined, { signal: late.signal }).then(refuseLate)]);
      if (this.#failing.delete(name)) this.logger.warn({ check: name }, 'what this process needs is there again');
      return true;
    } catch (fault) {
      if (!this.#failing.has(name)) this.logger.error({ check: name, err: fault }, 'what this process needs is not there: it is not ready');
      this.#failing.add(name);
      return false;
    } finally {
      late.abort();
    }
  }
}

function refuseLate(): never {
  throw new Error(`no answer in ${CHECK_WITHIN / SECOND} seconds`);
}
