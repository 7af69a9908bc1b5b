import type { OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Config } from '../config.js';
import { CONNECTION_WITHIN } from '../database/orm.config.js';
import { watched } from '../database/watched-client.js';

/** Name of what Nest injects: the pool that reports are read with. */
export const REPORTS_POOL = Symbol('reports pool');

/** Connections to a standby. Reports are read by few, one after the other. */
const MOST = 2;

/** A standby that only reads, where REPORTS_DATABASE_URL names one: what supervisors look up then takes nothing from whom people wait for.
 * While it is away, so are the reports: figures that are told apart from the rest would be of another day. */
export class ReportsPool extends pg.Pool implements OnApplicationShutdown {
  constructor(connectionString: string) {
    super({
      connectionString,
      max: MOST,
      connectionTimeoutMillis: CONNECTION_WITHIN,
      Client: watched(pg.Client, false) as typeof pg.Client,
    });
    this.on('error', () => {}); // the next one who asks is told
    this.on('connect', (client) => void client.on('error', () => {}));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.end();
  }
}

/** @param pool the portal's own, where there is no other */
export const reportsPool = ({ reportsDatabaseUrl }: Config, pool: pg.Pool): pg.Pool =>
  reportsDatabaseUrl ? new ReportsPool(reportsDatabaseUrl) : pool;
