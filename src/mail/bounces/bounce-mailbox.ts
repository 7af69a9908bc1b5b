import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type pg from 'pg';
import { MINUTE } from '../../clock.js';
import type { Config } from '../../config.js';
import { TimedJobs } from '../../jobs/timed-jobs.js';
import { CONFIG, POOL } from '../../tokens.js';
import { domainOf } from '../transports.js';
import { Bounces } from './bounces.js';
import { deliveryReport } from './delivery-report.js';
import { mailboxMessages } from './mailbox-messages.js';

const LOOKED_AT_EVERY = 5 * MINUTE;

/** Reads the mailbox to which other servers send back our mails. It is only read: emptying it is its owner's. */
@Injectable()
export class BounceMailbox implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly jobs: TimedJobs,
    private readonly bounces: Bounces,
    private readonly logger: PinoLogger,
  ) {}

  onModuleInit(): void {
    const { bounceMailbox } = this.config;
    if (bounceMailbox) this.jobs.register('mail.bounces', LOOKED_AT_EVERY, (now, signal) => this.read(bounceMailbox, now, signal));
  }

  /** Each message is handled once, whatever it holds, and after what it says is written. @returns how many bounces were new */
  async read(path: string, now: Date, signal?: AbortSignal): Promise<number> {
    let recorded = 0;
    for await (const message of mailboxMessages(path)) {
      if (signal?.aborted) break;
      const hash = createHash('sha256').update(message).digest();
      const { rows } = await this.pool.query('select from bounce_read where message_hash = $1', [hash]);
      if (rows.length > 0) continue;
      const report = await deliveryReport(message, domainOf(this.config.mailFrom)).catch((fault: unknown) => {
        this.logger.warn(
          { fault: Error.isError(fault) ? fault.name : 'unknown' },
          'a message of the mailbox for bounces could not be read',
        );
        return null;
      });
      if (report && (await this.bounces.record(report.mail, report.bounce)) === 'recorded') recorded++;
      await this.pool.query('insert into bounce_read (message_hash, read_at) values ($1, $2) on conflict do nothing', [hash, now]);
    }
    return recorded;
  }
}
