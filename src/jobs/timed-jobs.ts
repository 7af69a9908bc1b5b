import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type pg from 'pg';
import { Clock } from '../clock.js';
import { POOL } from '../tokens.js';
import { JOBS_LOOK_EVERY, RENEW_EVERY } from './job.rules.js';
import { JobLeases } from './job-leases.js';

/**
 * One job's work. It may be broken off at any moment and begun again by another process, so each of its steps is a transaction of its
 * own, and doing a step twice is harmless.
 * @param signal aborted when the portal stops, or another process has taken the job over: end soon
 */
export type Work = (now: Date, signal: AbortSignal) => Promise<unknown>;

export interface JobOutcome {
  readonly name: string;
  readonly outcome: 'done' | 'failed' | 'given back';
}

/**
 * Work that is due by the clock: sealing the trail, retention, clearing limits. Every process knows all jobs, and of all processes one
 * does each (job-leases.ts). A module registers its jobs when it starts:
 *
 *     onModuleInit() { this.jobs.register('audit.seal', HOUR, (now) => this.seals.sealDay(now)); }
 */
@Injectable()
export class TimedJobs implements BeforeApplicationShutdown {
  readonly #jobs = new Map<string, { every: number; work: Work }>();
  readonly #leases: JobLeases;
  readonly #ending = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<unknown> | null = null;
  #again = false;

  constructor(
    @Inject(POOL) pool: pg.Pool,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {
    this.#leases = new JobLeases(pool);
  }

  /**
   * @param name `audit.seal`; of all processes one does the job of a name
   * @param every milliseconds between the beginnings of two runs
   * @throws Error when the name is taken
   */
  register(name: string, every: number, work: Work): void {
    if (this.#jobs.has(name)) throw new Error(`two jobs are named ${name}`);
    this.#jobs.set(name, { every, work });
  }

  /** Tests don't call this: they say when jobs are due. */
  start(): void {
    this.#timer = setInterval(() => this.#look(), JOBS_LOOK_EVERY);
    this.#timer.unref();
    this.#look();
  }

  /** Looks right away, for work that somebody waits for. What comes while this process is at work is looked for when that ends. */
  soon(): void {
    this.#again = true;
    if (this.#timer) this.#look();
  }

  /** Does what is due and free, one job after the other; a job that fails stops no other. Says what was done. */
  async runDue(): Promise<JobOutcome[]> {
    const outcomes: JobOutcome[] = [];
    for (const [name, { every, work }] of this.#jobs) {
      if (this.#ending.signal.aborted) break;
      const now = this.clock.now(); // anew for each: a long job before it would leave the next one's lease over before it begins
      if (!(await this.#leases.take(name, every, now))) continue;
      outcomes.push({ name, outcome: await this.#run(name, work, now) });
    }
    return outcomes;
  }

  /** Begins no other job from here on; the one at work is told to end, and given back. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#ending.abort();
  }

  /** The job at work is waited for. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop();
    await this.#looking;
  }

  async #run(name: string, work: Work, began: Date): Promise<JobOutcome['outcome']> {
    const lost = new AbortController();
    const renewal = setInterval(() => void this.#renew(name, lost), RENEW_EVERY);
    renewal.unref();
    try {
      await work(began, AbortSignal.any([this.#ending.signal, lost.signal]));
      if (this.#ending.signal.aborted) return await this.#giveBack(name);
      await this.#leases.done(name, began, this.clock.now());
      return 'done';
    } catch (fault) {
      this.logger.error({ job: name, err: fault }, 'a timed job failed');
      if (this.#ending.signal.aborted) return await this.#giveBack(name);
      await this.#leases.failed(name, this.clock.now());
      return 'failed';
    } finally {
      clearInterval(renewal);
    }
  }

  /** Told to end, work may have left off anywhere: another process does it again, and need not wait for that. */
  async #giveBack(name: string): Promise<'given back'> {
    await this.#leases.giveBack(name, this.clock.now());
    return 'given back';
  }

  async #renew(name: string, lost: AbortController): Promise<void> {
    try {
      if (!(await this.#leases.renew(name, this.clock.now()))) lost.abort();
    } catch {
      // the database does not answer: the next renewal tries again, and the lease outlives a few that fail
    }
  }

  #look(): void {
    if (this.#looking) return;
    this.#again = false;
    this.#looking = this.runDue()
      .catch((fault: unknown) => {
        // the database does not answer: the next look tries again
        this.logger.warn({ fault: Error.isError(fault) ? fault.name : 'unknown' }, 'timed jobs could not be looked for');
      })
      .finally(() => {
        this.#looking = null;
        if (this.#again && !this.#ending.signal.aborted) this.#look();
      });
  }
}
