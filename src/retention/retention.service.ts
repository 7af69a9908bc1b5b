import { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type pg from 'pg';
import { AuditLog } from '../audit/audit-log.js';
import { DAY } from '../clock.js';
import { RETENTION_YEARS } from '../confirmation/confirmation.rules.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { PhotoStore } from '../photos/photo-store.js';
import { POOL } from '../tokens.js';
import { countClosed, countQuiet, purgeClosed } from './closed-cases.js';
import { ROW_CLASSES } from './retention.rules.js';
import { countDue, purgeDue } from './row-classes.js';
import { countStray, purgeStray } from './stray-files.js';
import { countUnused, emptyUnused, UNUSED_ACCOUNTS } from './unused-accounts.js';

/** A class with what of it is due, or is gone. */
export interface RetentionLine {
  readonly name: string;
  readonly rule: string;
  readonly source: string;
  readonly rows: number;
  readonly files: number;
}

const CASES = {
  name: 'closed cases, with everything of theirs',
  rule: `${RETENTION_YEARS} years after their last use, unless a legal hold keeps them`,
  source: 'PORTAL 4',
};
const STRAY = { name: 'photo files that no record names', rule: '1 day after they were written [A]', source: 'S27' };

/** What is kept no longer than its rule says (TRUST.md 22). The rules are in retention.rules.ts and migration 0018. */
@Injectable()
export class Retention implements OnModuleInit {
  constructor(
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly photos: PhotoStore,
    private readonly jobs: TimedJobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register('retention', DAY, (now, signal) => this.apply(now, signal));
  }

  /** What would go, and nothing is changed. */
  async plan(now: Date): Promise<RetentionLine[]> {
    const { cases, photos } = await countClosed(this.pool, now);
    const lines = [{ ...CASES, rows: cases, files: photos }];
    for (const one of Object.values(UNUSED_ACCOUNTS)) lines.push(lineOf(one, await countUnused(this.em, one, now)));
    for (const one of ROW_CLASSES) lines.push(lineOf(one, await countDue(this.pool, one, now)));
    return [...lines, { ...STRAY, rows: 0, files: await countStray(this.pool, this.photos, now) }];
  }

  /** Cases that nobody used for as long, and nobody closed: officers look at them, no clock ends them. */
  quietCases(now: Date): Promise<number> {
    return countQuiet(this.pool, now);
  }

  /** In small transactions; broken off at any moment, the next run goes on. */
  async apply(now: Date, signal?: AbortSignal): Promise<RetentionLine[]> {
    const { cases, photos } = await purgeClosed(this.pool, this.photos, now, signal);
    const lines = [{ ...CASES, rows: cases, files: photos }];
    for (const one of Object.values(UNUSED_ACCOUNTS))
      lines.push(lineOf(one, signal?.aborted ? 0 : await emptyUnused(this.em, this.audit, one, now, signal)));
    for (const one of ROW_CLASSES) lines.push(lineOf(one, signal?.aborted ? 0 : await purgeDue(this.pool, one, now, signal)));
    return [...lines, { ...STRAY, rows: 0, files: await purgeStray(this.pool, this.photos, now, signal) }];
  }
}

const lineOf = ({ name, rule, source }: { name: string; rule: string; source: string }, rows: number): RetentionLine => ({
  name,
  rule,
  source,
  rows,
  files: 0,
});
