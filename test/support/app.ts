import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Type } from '@nestjs/common';
import type pg from 'pg';
// nestjs-pino keeps one logger a process and hands it to every portal in it; its own tests forget it by this, which it doesn't export
import { resetRootLogger } from '../../node_modules/nestjs-pino/dist/esm/rootLogger.js';
import { readConfig } from '../../src/config.js';
import { type Portal, startPortal } from '../../src/portal.js';
import { POOL } from '../../src/tokens.js';
import { Visitor, type VisitorOptions } from '../../tools/visitor.js';
import { TestClock } from './clock.js';
import { anEmptyDatabase, giveBack, type TestDatabase } from './database.js';
import { type Mail, Mailbox } from './mailbox.js';

export interface TestPortal extends Portal {
  readonly clock: TestClock;
  readonly database: TestDatabase;
  /** The folder of its photos and mails. */
  readonly dataDir: string;
  /** A fresh entity manager, to look with. */
  em(): EntityManager;
  /** One of the portal's own services: `portal.get(SignInService)`. */
  get<Service>(service: Type<Service> | (abstract new (...given: never[]) => Service)): Service;
  /** Plain SQL under the application's own role. */
  sql<Row extends pg.QueryResultRow = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Somebody with a browser, at a network address of their own. */
  visitor(options?: VisitorOptions): Visitor;
  /** Sends what waits in the outbox; what was sent since the last call. */
  deliverMail(): Promise<Mail[]>;
}

/** The same in every test, so that two portals in one process can read each other's records. */
export const SECRETS = {
  DATA_KEYS: `1:${Buffer.alloc(32, 'data key of the tests').toString('base64')}`,
  INDEX_KEY: Buffer.alloc(32, 'index key of the tests').toString('base64'),
  SESSION_SECRET: 'session secret of the tests, long enough',
  PASSWORD_PEPPER: Buffer.alloc(32, 'pepper of the tests').toString('base64'),
};

let visitors = 0;

/**
 * The whole portal on a database, a data folder and a port of its own; only clock, mail transport and folder are the tests'.
 * @param environment settings to try, as in the environment
 * @param through makes of the database's address another one, that leads there as well
 */
export async function aPortal(
  given: { clock?: TestClock; environment?: Record<string, string>; through?: (databaseUrl: string) => Promise<string> } = {},
): Promise<TestPortal> {
  const clock = given.clock ?? new TestClock();
  const database = await anEmptyDatabase();
  const dataDir = join(testFolder(), `portal-${randomBytes(6).toString('hex')}`);
  mkdirSync(dataDir, { recursive: true });
  const config = readConfig({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    PORT: '0',
    DATABASE_URL: database.databaseUrl,
    LOG_LEVEL: 'error',
    OVERLOAD_LAG_MS: '0', // a slow machine is no reason for a test to fail
    PHOTO_SECOND_LOOK_PERCENT: '0', // drawn by chance; their own tests ask for all
    TRUST_PROXY: 'loopback', // so that each visitor has a network address, and the limits of one do not stop another
    ...SECRETS,
    ...given.environment,
  });
  resetRootLogger();
  const databaseUrl = (await given.through?.(database.databaseUrl)) ?? database.databaseUrl;
  const portal = await startPortal({ ...config, databaseUrl }, clock).catch(async (fault: unknown) => {
    await database.drop();
    throw fault;
  });
  const orm = portal.app.get(MikroORM);
  const pool = portal.app.get<pg.Pool>(POOL);
  const mailbox = new Mailbox(portal, dataDir);
  return {
    ...portal,
    clock,
    database,
    dataDir,
    em: () => orm.em.fork() as EntityManager,
    get: (service) => portal.app.get(service, { strict: false }),
    sql: async (text, values = []) => (await pool.query(text, values)).rows as never,
    visitor: (options = {}) =>
      new Visitor(portal.address, { ...options, headers: { 'X-Forwarded-For': nextAddress(), ...options.headers } }),
    deliverMail: () => mailbox.deliver(),
    close: async () => {
      await portal.close();
      await giveBack(database);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function nextAddress(): string {
  visitors++;
  return `10.${(visitors >> 16) & 255}.${(visitors >> 8) & 255}.${visitors & 255}`;
}

function testFolder(): string {
  const folder = process.env.TEST_FOLDER;
  if (!folder) throw new Error("TEST_FOLDER is not set: Jest's global set-up has not run.");
  return folder;
}
