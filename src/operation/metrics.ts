import { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type pg from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Handler } from '../access/handlers.js';
import { Clock, SECOND } from '../clock.js';
import type { Config } from '../config.js';
import { PHOTO_JOBS, type PhotoJobTold } from '../photos/workshop/photo-jobs.js';
import { LIMIT_HIT, type LimitHit } from '../security/request-limits.js';
import { declaredPath } from '../security/declared-path.js';
import { CONFIG, POOL } from '../tokens.js';
import { MOST_COUNTED, PHOTO_BUCKETS, REQUEST_BUCKETS } from './operation.rules.js';
import { readWaiting, type Waiting } from './waiting.js';

const WAITING: Readonly<Record<Waiting['of'], { name: string; help: string }>> = {
  queue: { name: 'portal_queue_oldest_seconds', help: 'How long the first task of each kind has waited for an officer.' },
  mail: { name: 'portal_mail_oldest_seconds', help: 'How long the oldest mail of each urgency has been due, tries that failed included.' },
  mailsWaiting: { name: 'portal_mails_waiting', help: `Mails of each urgency that are due or have failed: ${MOST_COUNTED} at most.` },
  mailsGivenUp: { name: 'portal_mails_given_up', help: `Mails of each urgency given up within a day: ${MOST_COUNTED} in all at most.` },
  job: { name: 'portal_job_ran_seconds', help: 'How long ago the last run of each job of the clock began that was done.' },
};

/** No page of ours was reached: files, health, what is turned away, addresses that nobody knows. */
const NO_ROUTE = 'none';

/**
 * What a process tells Prometheus of itself: requests, photo checks, database connections, its event loop and memory; and, unless it only
 * serves pages, how long the oldest thing of each kind has waited. Labels are names of the code's own: no address, id or name of
 * anybody, and neither `job` nor `instance`, which Prometheus itself puts on every series of a process.
 */
@Injectable()
export class Metrics implements OnApplicationShutdown {
  readonly #registry = new Registry();
  readonly #registers = [this.#registry];
  readonly #requests = new Histogram({
    name: 'portal_request_seconds',
    help: 'Requests, until their answer has left. Route: the English address as it is declared. Status: 2xx to 5xx, or cut by the reader.',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers: this.#registers,
  });
  readonly #refused = new Counter({
    name: 'portal_refused_total',
    help: 'Requests over a limit: 429 over one of a person or a network address, 503 over what this process can do.',
    labelNames: ['status'],
    registers: this.#registers,
  });
  readonly #limitsHit = new Counter({
    name: 'portal_limits_hit_total',
    help: 'Tries over a limit of a person or a network address, by the name of the limit.',
    labelNames: ['limit'],
    registers: this.#registers,
  });
  readonly #photos = new Histogram({
    name: 'portal_photo_seconds',
    help: 'Work on photos, from being asked for to its end, by what is done.',
    labelNames: ['work', 'outcome'],
    buckets: PHOTO_BUCKETS,
    registers: this.#registers,
  });
  readonly #photosOpen = new Gauge({
    name: 'portal_photos_open',
    help: 'Work on photos now, waiting included.',
    registers: this.#registers,
  });
  readonly #connections = new Gauge({
    name: 'portal_database_connections',
    help: 'Connections of this process to the database; waiting: pieces of work that wait for one.',
    labelNames: ['state'],
    registers: this.#registers,
  });
  readonly #waiting = Object.fromEntries(
    Object.entries(WAITING).map(([of, told]) => [of, new Gauge({ ...told, labelNames: ['kind'], registers: this.#registers })]),
  ) as Record<Waiting['of'], Gauge>;
  readonly #begun = new WeakMap<PhotoJobTold, (labels: { outcome: string }) => number>();
  #reading: Promise<readonly Waiting[]> | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Measures the process itself and its work on photos from now on. */
  start(): void {
    collectDefaultMetrics({ register: this.#registry });
    LIMIT_HIT.subscribe(this.#limitHit);
    PHOTO_JOBS.start.subscribe(this.#photoBegins);
    PHOTO_JOBS.asyncEnd.subscribe(this.#photoEnds);
  }

  onApplicationShutdown(): void {
    LIMIT_HIT.unsubscribe(this.#limitHit);
    PHOTO_JOBS.start.unsubscribe(this.#photoBegins);
    PHOTO_JOBS.asyncEnd.unsubscribe(this.#photoEnds);
  }

  /** Stands first in the list that a request passes. A page has one route, whichever language it is read in. */
  ofRequests(handlers: readonly Handler[]) {
    const routes = new Map(handlers.flatMap(({ paths }) => paths.map((path) => [path, paths[0]])));
    return (req: Request, res: Response, next: NextFunction): void => {
      const began = performance.now();
      res.once('close', () => {
        const route = routes.get(declaredPath(req) ?? '') ?? NO_ROUTE;
        const status = res.writableFinished ? `${Math.floor(res.statusCode / 100)}xx` : 'cut';
        this.#requests.observe({ method: req.method, route, status }, (performance.now() - began) / SECOND);
        if ([429, 503].includes(res.statusCode)) this.#refused.inc({ status: res.statusCode });
      });
      next();
    };
  }

  /** All of it as Prometheus reads it. Without the database what waits is left out, and the rest is told. */
  async read(): Promise<{ type: string; text: string }> {
    const { totalCount, idleCount, waitingCount } = this.pool;
    this.#connections.set({ state: 'used' }, totalCount - idleCount);
    this.#connections.set({ state: 'idle' }, idleCount);
    this.#connections.set({ state: 'waiting' }, waitingCount);
    if (this.config.role !== 'web') await this.#readWaiting();
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  async #readWaiting(): Promise<void> {
    for (const gauge of Object.values(this.#waiting)) gauge.reset();
    // one look at a time: a database that does not answer is not asked again and again
    this.#reading ??= readWaiting(this.em.fork(), this.clock.now()).finally(() => (this.#reading = null));
    for (const { of, kind, value } of await this.#reading.catch(() => [])) this.#waiting[of].set({ kind }, value);
  }

  readonly #limitHit = (told: unknown): void => this.#limitsHit.inc({ limit: (told as LimitHit).limit });

  readonly #photoBegins = (told: unknown): void => {
    this.#photosOpen.inc();
    this.#begun.set(told as PhotoJobTold, this.#photos.startTimer({ work: (told as PhotoJobTold).job }));
  };

  readonly #photoEnds = (told: unknown): void => {
    const begun = this.#begun.get(told as PhotoJobTold);
    if (begun) this.#photosOpen.dec();
    begun?.({ outcome: (told as PhotoJobTold).error ? 'failed' : 'done' });
  };
}
