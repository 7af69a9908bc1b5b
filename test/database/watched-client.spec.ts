import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { UnnamedClient } from '../../src/database/unnamed-client.js';
import { watched } from '../../src/database/watched-client.js';
import { isOutage } from '../../src/pages/outage.js';
import { FaultProxy } from '../../tools/department/fault-proxy.js';
import { aDatabase, type TestDatabase } from '../support/database.js';

const PATIENCE = { silence: 400, answer: 1_000 };

describe.each([
  ['PostgreSQL itself', pg.Client, false],
  ['a pooler in between', UnnamedClient, true],
] as const)('a database machine that says nothing any more, with %s', (_name, Base, pooled) => {
  let database: TestDatabase;
  let between: FaultProxy;
  let pool: pg.Pool;
  let faultsAtRest = 0;

  beforeEach(async () => {
    database = await aDatabase();
    const address = new URL(database.databaseUrl);
    between = await FaultProxy.before(Number(address.port));
    address.port = String(between.port);
    pool = new pg.Pool({
      connectionString: address.href,
      max: 4,
      connectionTimeoutMillis: 1_000,
      Client: watched(Base, pooled, PATIENCE) as typeof pg.Client,
    });
    pool.on('error', () => faultsAtRest++);
  });
  afterEach(async () => {
    await pool.end();
    await between.close();
    await database.drop();
  });

  it('is noticed by whoever waits for it and by connections at rest; new ones are made once it answers', async () => {
    const three = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
    for (const one of three) one.release();
    faultsAtRest = 0;
    between.weather = 'silent';
    const began = performance.now();
    const fault: unknown = await pool.query('select 1').catch((error: unknown) => error);
    expect(isOutage(fault)).toBe(true);
    expect(performance.now() - began).toBeLessThan(5_000);
    await wait(100);
    expect([faultsAtRest, pool.totalCount]).toEqual([2, 0]);
    between.weather = 'well';
    expect((await pool.query('select 1 one')).rows).toEqual([{ one: 1 }]);
  });

  it('is told from one that works long, or is full', async () => {
    const slow = pool.query('select pg_sleep(2), 1 one');
    await wait(700);
    const superuser = new pg.Client({ connectionString: database.superuserUrl });
    await superuser.connect();
    await superuser.query(`alter database ${new URL(database.databaseUrl).pathname.slice(1)} connection limit 1`);
    await superuser.end();
    expect((await slow).rows).toMatchObject([{ one: 1 }]);
  });
});
