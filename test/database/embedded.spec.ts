import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../src/database/embedded.js';

const HOOK = new URL('../../tools/typescript.mjs', import.meta.url).href;
const LAUNCHER = new URL('../../src/database/embedded.ts', import.meta.url).href;

let root: string;
let folder: string;
const started: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

describe('the embedded PostgreSQL, once it runs', () => {
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    newFolder();
    folder = join(folder, 'un dossier', 'à nous', 'x'.repeat(120)); // not there yet, and longer than a socket's path may be
    server = await start();
  });
  afterAll(cleanUp);

  it('works, whatever the path of its folder', async () => {
    expect(server.adopted).toBe(false);
    expect(await rows(server, 'select current_database() as name')).toEqual([{ name: 'postgres' }]);
    expect(await rows(server, "select upper('é') as letter, current_setting('timezone') as zone")).toEqual([{ letter: 'É', zone: 'UTC' }]);
  });

  it('keeps its files from others', () => {
    expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'data', 'superuser.password')).mode & 0o077).toBe(0);
  });

  it('refuses whoever has no password', async () => {
    const address = new URL(server.url());
    address.password = 'guessed';
    await expect(new pg.Client(address.href).connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('is adopted by a second start, whose stop leaves it running', async () => {
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: server.pid, port: server.port });
    await second.stop();
    expect(await rows(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is not adopted by who wants a server of their own', async () => {
    await expect(startPostgres({ folder, quick: true, adopt: false })).rejects.toThrow(`in use by process ${server.pid}`);
  });
});

describe('the embedded PostgreSQL', () => {
  beforeEach(newFolder);
  afterEach(cleanUp);

  it('leaves no process after stop, even when somebody is connected', async () => {
    const server = await start();
    const guest = new pg.Client(server.url());
    guest.on('error', () => {});
    await guest.connect();
    await server.stop();
    expect(processesOnFolder()).toEqual([]);
    await server.stop();
  });

  it('recovers after being killed, with all rows', async () => {
    const killed = await start({ quick: false });
    await rows(killed, 'create table kept (n integer)');
    await rows(killed, 'insert into kept select generate_series(1, 1000)');
    process.kill(killed.pid, 'SIGKILL');
    const again = await start({ quick: false });
    expect(again.adopted).toBe(false);
    expect(await rows(again, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }]);
    await killed.stop();
    expect(await rows(again, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is not fooled by a stale lock whose number belongs to another process now', async () => {
    const first = await start();
    const lock = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8');
    await first.stop();
    writeFileSync(join(folder, 'data', 'postmaster.pid'), lock.replace(/^\d+/, String(process.pid)));
    expect((await start()).adopted).toBe(false);
  });

  it('is made once when two processes start it at once on a fresh folder', async () => {
    const [one, other] = await Promise.all([aProcess(), aProcess()]);
    expect(one.pid).toBe(other.pid);
    expect([one.adopted, other.adopted].sort()).toEqual([false, true]);
    expect(readdirSync(folder)).toEqual(['data']);
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('ends when the process that started it ends by %s', async (signal) => {
    const { child } = await aProcess();
    expect(processesOnFolder()).not.toEqual([]);
    child.kill(signal);
    await once(child, 'exit');
    await nothingRuns();
    expect(existsSync(join(folder, 'data', 'postmaster.pid'))).toBe(false); // it stopped, it did not crash
  });
});

function newFolder(): void {
  root = mkdtempSync(join(tmpdir(), 'portal été '));
  folder = root;
}

async function cleanUp(): Promise<void> {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of started.splice(0)) await server.stop();
  await nothingRuns();
  rmSync(root, { recursive: true, force: true });
}

async function start({ quick } = { quick: true }): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ folder, quick });
  started.push(server);
  return server;
}

/** Starts the database from another process, which then stays. */
async function aProcess(): Promise<{ child: ChildProcess; pid: number; adopted: boolean }> {
  const script = `const { startPostgres } = await import(${JSON.stringify(LAUNCHER)});
    const { pid, adopted } = await startPostgres({ folder: ${JSON.stringify(folder)}, quick: true });
    console.log(JSON.stringify({ pid, adopted }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', HOOK, '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('the process ended before its database was up');
    }),
  ]);
  return { child, ...(JSON.parse(String(line)) as { pid: number; adopted: boolean }) };
}

async function rows(server: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client(server.url());
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function nothingRuns(): Promise<void> {
  for (let look = 0; look < 500 && processesOnFolder().length > 0; look++) await wait(10);
  expect(processesOnFolder()).toEqual([]);
}

/** Command lines of the server and of what watches it. */
function processesOnFolder(): string[] {
  const commands = existsSync('/proc/self/cmdline')
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(commandLine)
    : spawnSync('ps', ['-A', '-o', 'command='], { encoding: 'utf8' }).stdout.split('\n');
  return commands.filter((command) => command.includes('postgres -D') && command.includes(folder));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // it ended since
  }
}
