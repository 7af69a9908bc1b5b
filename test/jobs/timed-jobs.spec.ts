import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { PinoLogger } from 'nestjs-pino';
import type pg from 'pg';
import { HOUR, MINUTE, SECOND } from '../../src/clock.js';
import { ROOT } from '../../src/config.js';
import { LEASE, WAIT_AFTER_FAILURE } from '../../src/jobs/job.rules.js';
import { TimedJobs } from '../../src/jobs/timed-jobs.js';
import { POOL } from '../../src/tokens.js';
import { aPortal, type TestPortal } from '../support/app.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal({ environment: { LOG_LEVEL: 'silent' } }); // jobs fail here on purpose
});
afterAll(() => portal.close());
beforeEach(() => portal.sql('delete from job_lease'));

/** As many processes would: each with its own list of jobs, all on one database. */
const aProcess = async (): Promise<TimedJobs> =>
  new TimedJobs(portal.app.get<pg.Pool>(POOL), portal.clock, await portal.app.resolve(PinoLogger));

describe('timed work', () => {
  it('is done once in its interval, and again when the interval is over, to the second', async () => {
    const [jobs, runs] = [await aProcess(), [] as Date[]];
    jobs.register('errand', HOUR, async (now) => runs.push(now));
    expect(await jobs.runDue()).toEqual([{ name: 'errand', outcome: 'done' }]);
    portal.clock.advance(HOUR - SECOND);
    expect(await jobs.runDue()).toEqual([]);
    portal.clock.advance(SECOND);
    expect(await jobs.runDue()).toEqual([{ name: 'errand', outcome: 'done' }]);
    expect(runs).toHaveLength(2);
    expect(runs[1]).toEqual(portal.clock.now());
  });

  it('is done by one of several processes that look at the same moment', async () => {
    const processes = await Promise.all(Array.from({ length: 8 }, aProcess));
    let runs = 0;
    for (const jobs of processes) jobs.register('errand', HOUR, async () => runs++);
    const outcomes = await Promise.all(processes.map((jobs) => jobs.runDue()));
    expect(runs).toBe(1);
    expect(outcomes.flat()).toHaveLength(1);
  });

  it('is not begun by another while it goes on, and then not before its interval is over', async () => {
    const [one, other] = [await aProcess(), await aProcess()];
    const held = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    one.register('errand', HOUR, async () => {
      begun.resolve();
      await held.promise;
    });
    other.register('errand', HOUR, async () => {});
    const running = one.runDue();
    await begun.promise;
    expect(await other.runDue()).toEqual([]);
    held.resolve();
    await running;
    expect(await other.runDue()).toEqual([]);
  });

  it('is held for as long as ever where a long job went before it', async () => {
    const [one, other] = [await aProcess(), await aProcess()];
    const [held, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    one.register('long', HOUR, async () => portal.clock.advance(LEASE + SECOND));
    one.register('errand', HOUR, async () => {
      begun.resolve();
      await held.promise;
    });
    other.register('errand', HOUR, async () => {});
    const running = one.runDue();
    await begun.promise;
    expect(await other.runDue()).toEqual([]);
    held.resolve();
    await running;
  });

  it('passes to another process when its holder was killed', async () => {
    const holder = spawn(process.execPath, ['--import', pathToFileURL(join(ROOT, 'tools/typescript.mjs')).href, 'test/jobs/holder.ts'], {
      cwd: ROOT,
      env: { ...process.env, DATABASE_URL: portal.database.databaseUrl, NOW: portal.clock.now().toISOString(), NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect(await firstLine(holder)).toBe('taken');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const jobs = await aProcess();
    jobs.register('errand', MINUTE, async () => {});
    portal.clock.advance(LEASE - SECOND);
    expect(await jobs.runDue()).toEqual([]);
    portal.clock.advance(SECOND);
    expect(await jobs.runDue()).toEqual([{ name: 'errand', outcome: 'done' }]);
  });

  it('that was taken over is not marked as done by the process that held it before', async () => {
    const [one, other] = [await aProcess(), await aProcess()];
    const [held, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    one.register('errand', HOUR, async () => {
      begun.resolve();
      await held.promise;
    });
    other.register('errand', HOUR, async () => {
      throw new Error('not this time');
    });
    const running = one.runDue();
    await begun.promise;
    portal.clock.advance(LEASE);
    expect(await other.runDue()).toEqual([{ name: 'errand', outcome: 'failed' }]);
    held.resolve();
    await running;
    expect(await portal.sql('select ran_at from job_lease')).toEqual([{ ran_at: null }]);
  });

  it('that failed is tried again after a while, and keeps no other from being done', async () => {
    const jobs = await aProcess();
    let tries = 0;
    jobs.register('broken', HOUR, async () => {
      tries++;
      throw new Error('not yet');
    });
    jobs.register('sound', HOUR, async () => {});
    expect(await jobs.runDue()).toEqual([
      { name: 'broken', outcome: 'failed' },
      { name: 'sound', outcome: 'done' },
    ]);
    portal.clock.advance(WAIT_AFTER_FAILURE - SECOND);
    expect(await jobs.runDue()).toEqual([]);
    portal.clock.advance(SECOND);
    expect(await jobs.runDue()).toEqual([{ name: 'broken', outcome: 'failed' }]);
    expect(tries).toBe(2);
  });

  it('is told to end when the portal stops, and is waited for', async () => {
    const jobs = await aProcess();
    const said: string[] = [];
    const begun = Promise.withResolvers<void>();
    jobs.register('errand', HOUR, async (_now, signal) => {
      begun.resolve();
      await once(signal, 'abort');
      said.push('ended');
    });
    jobs.register('next', HOUR, async () => said.push('next'));
    jobs.start();
    await begun.promise;
    await jobs.beforeApplicationShutdown();
    expect(said).toEqual(['ended']);
  });

  it.each([
    ['ends early', async () => {}],
    ['is broken off by it', () => Promise.reject(new Error('in the midst of it'))],
  ])('that %s when the portal stops is no run: another process does it at once', async (_how, end) => {
    const [one, other] = [await aProcess(), await aProcess()];
    const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let runs = 0;
    one.register('errand', HOUR, async (_now, signal) => {
      begun[runs++]?.resolve();
      if (runs === 1) return;
      await once(signal, 'abort');
      await end();
    });
    other.register('errand', HOUR, async () => {});
    await one.runDue();
    const ran = await portal.sql('select ran_at from job_lease');
    portal.clock.advance(HOUR);
    const running = one.runDue();
    await begun[1]?.promise;
    await one.beforeApplicationShutdown();
    expect(await running).toEqual([{ name: 'errand', outcome: 'given back' }]);
    expect(await portal.sql('select ran_at, holder from job_lease')).toEqual([{ ...ran[0], holder: null }]);
    expect(await other.runDue()).toEqual([{ name: 'errand', outcome: 'done' }]);
  });

  it('has one name a job', async () => {
    const jobs = await aProcess();
    jobs.register('errand', HOUR, async () => {});
    expect(() => jobs.register('errand', HOUR, async () => {})).toThrow(/errand/);
  });
});

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the holder says nothing');
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return chunk.toString().trim();
}
