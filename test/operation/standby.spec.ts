import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PinoLogger } from 'nestjs-pino';
import pg from 'pg';
import type { Config } from '../../src/config.js';
import { type EmbeddedPostgres, startPostgres } from '../../src/database/embedded.js';
import { migrate } from '../../src/database/migrate.js';
import { watched } from '../../src/database/watched-client.js';
import { Readiness } from '../../src/operation/readiness.js';
import { isOutage } from '../../src/pages/outage.js';
import { PhotoStore } from '../../src/photos/photo-store.js';
import { PhotoWorkshop } from '../../src/photos/workshop/photo-workshop.js';
import { CONFIG } from '../../src/tokens.js';
import { FaultProxy } from '../../tools/department/fault-proxy.js';
import { aStandby, promote } from '../../tools/department/standby.js';
import { aPortal, type TestPortal } from '../support/app.js';

describe('a standby of the database', () => {
  let portal: TestPortal;
  let root: string;
  let first: EmbeddedPostgres;
  let standby: EmbeddedPostgres;

  beforeAll(async () => {
    portal = await aPortal({ environment: { LOG_LEVEL: 'silent' } });
    root = mkdtempSync(join(tmpdir(), 'standby-'));
    first = await startPostgres({ folder: join(root, 'first'), adopt: false });
    standby = await aStandby(first, join(root, 'first'), join(root, 'second'));
  });
  afterAll(async () => {
    await Promise.all([first.stop(), standby.stop(), portal.close()]);
    rmSync(root, { recursive: true, force: true });
  });

  it('has what was acknowledged, is not taken for ready, and takes over when the first one is lost with its address', async () => {
    const between = await FaultProxy.before(first.port);
    const address = new URL(first.url());
    address.port = String(between.port);
    const pool = new pg.Pool({
      connectionString: address.href,
      Client: watched(pg.Client, false, { silence: 400, answer: 5_000 }) as typeof pg.Client,
    });
    pool.on('error', () => {});
    const logger: PinoLogger = await portal.app.resolve(PinoLogger);
    const readiness = new Readiness(pool, portal.app.get<Config>(CONFIG), portal.get(PhotoStore), portal.get(PhotoWorkshop), logger);
    try {
      await pool.query('create table word (text text)');
      await pool.query(`insert into word values ('acknowledged')`);
      expect((await readiness.read()).database).toBe(true);
      // as when a machine loses its power: its address leads to the standby, and to what was open nobody answers
      const [atWork, ...atRest] = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
      atWork.on('error', () => {}); // as the portal's pool does for each
      for (const one of atRest) one.release();
      const ended = atRest.map((one) => new Promise((resolve) => one.once('end', resolve)));
      between.strand(standby.port);
      const fault: unknown = await atWork.query('select from word').catch((error: unknown) => error);
      expect(isOutage(fault)).toBe(true);
      await expect(migrate(standby.url())).rejects.toThrow('leads to a standby');
      atWork.release(true);
      await Promise.all(ended);
      process.kill(first.pid, 'SIGQUIT');
      expect((await readiness.read()).database).toBe(false);
      await promote(standby);
      expect((await readiness.read()).database).toBe(true);
      expect((await pool.query('select text from word')).rows).toEqual([{ text: 'acknowledged' }]);
    } finally {
      await pool.end();
      await between.close();
    }
  });
});
