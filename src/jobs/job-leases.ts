import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { after } from '../clock.js';
import { LEASE, WAIT_AFTER_FAILURE } from './job.rules.js';

/**
 * Which process does a job: a row in PostgreSQL that one of them takes and holds while it works. An advisory lock would do the same,
 * but not behind PgBouncer (TRUST.md 6); and a row tells when the job was last done, whoever did it.
 */
export class JobLeases {
  /** This process, among all that look for work. */
  readonly #holder = randomUUID();

  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Takes the job when its time has come and nobody holds it; of several who try at once, one gets true. */
  async take(name: string, every: number, now: Date): Promise<boolean> {
    return this.#changed(TAKE, [name, this.#holder, after(now, LEASE), now, after(now, -every)]);
  }

  /** False when somebody else has taken the job since: this process was silent for too long. */
  async renew(name: string, now: Date): Promise<boolean> {
    return this.#changed('update job_lease set until = $3 where name = $1 and holder = $2', [name, this.#holder, after(now, LEASE)]);
  }

  /** The job is done, and due again one interval after it began. */
  async done(name: string, began: Date, now: Date): Promise<void> {
    const values = [name, this.#holder, began, now];
    await this.#changed('update job_lease set holder = null, until = $4, ran_at = $3 where name = $1 and holder = $2', values);
  }

  /** The job was not done: any process may try again after a while. */
  async failed(name: string, now: Date): Promise<void> {
    const values = [name, this.#holder, after(now, WAIT_AFTER_FAILURE)];
    await this.#changed('update job_lease set holder = null, until = $3 where name = $1 and holder = $2', values);
  }

  /** The job was broken off: any process may begin it again at once. */
  async giveBack(name: string, now: Date): Promise<void> {
    await this.#changed('update job_lease set holder = null, until = $3 where name = $1 and holder = $2', [name, this.#holder, now]);
  }

  async #changed(text: string, values: unknown[]): Promise<boolean> {
    return ((await this.#pool.query(text, values)).rowCount ?? 0) > 0;
  }
}

const TAKE = `insert into job_lease as l (name, holder, until) values ($1, $2, $3)
              on conflict (name) do update set holder = $2, until = $3
                where l.until <= $4::timestamptz and (l.ran_at is null or l.ran_at <= $5::timestamptz)`;
