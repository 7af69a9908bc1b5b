import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../src/database/free-port.js';
import { watched } from '../../src/database/watched-client.js';
import { href } from '../../src/language/routes.js';
import { aPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** Debian's, installed by `npm run setup:debian`. */
const PROGRAM = '/usr/sbin/pgbouncer';
const isThere = spawnSync(PROGRAM, ['--version']).status === 0;
/** It refuses to run as root. */
const NOBODY = 65534;
/** Fewer than a portal has: each transaction gets whichever is free. */
const CONNECTIONS = 2;

/** A PgBouncer before the server of an address, as a department would have it: nothing is passed over that clients ask for. */
async function aPooler(databaseUrl: string): Promise<{ through: string; stop(): Promise<void> }> {
  const { hostname, port, username, password } = new URL(databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
  chmodSync(folder, 0o755);
  const users = join(folder, 'users');
  const settings = join(folder, 'pgbouncer.ini');
  const listenPort = await freePort();
  writeFileSync(users, `"${username}" "${decodeURIComponent(password)}"\n`);
  writeFileSync(
    settings,
    `[databases]\n* = host=${hostname} port=${port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${listenPort}\nunix_socket_dir =\n` +
      `auth_type = plain\nauth_file = ${users}\npool_mode = transaction\ndefault_pool_size = ${CONNECTIONS}\n`,
  );
  const isRoot = process.getuid?.() === 0;
  const program: ChildProcess = spawn(PROGRAM, [settings], { stdio: 'ignore', ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}) });
  const url = new URL(databaseUrl);
  url.port = String(listenPort);
  for (let looks = 0; looks < 100 && !(await answers(url.href)); looks++) await wait(50);
  return {
    through: url.href,
    stop: async () => {
      program.kill('SIGINT');
      if (program.exitCode === null) await once(program, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

if (isThere) it('the portal works through PgBouncer in transaction mode', throughPgBouncer);
else it.skip(`through PgBouncer: ${PROGRAM} is not there`, () => undefined);

async function throughPgBouncer(): Promise<void> {
  let pooler: Awaited<ReturnType<typeof aPooler>> | undefined;
  const portal = await aPortal({
    environment: { DATABASE_POOLER: 'transaction' },
    through: async (databaseUrl) => {
      pooler = await aPooler(databaseUrl);
      return pooler.through;
    },
  });
  try {
    expect(await portal.sql('show jit')).toEqual([{ jit: 'off' }]); // the role's own, whoever asked for the connection
    const applicant = await anApplicant(portal);
    const browsers = await Promise.all([1, 2, 3].map(() => signIn(portal, applicant)));
    // many at once: their transactions take turns on two connections
    for (let round = 0; round < 3; round++) {
      const pages = await Promise.all(browsers.map((browser) => browser.visit(href('confirmation', 'en'))));
      expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    }
    const wrong = await Promise.all([1, 2, 3].map(() => portal.visitor().visit(href('signIn', 'en'))));
    for (const browser of wrong) await browser.fill({ username: applicant.username, password: 'a wrong one altogether' }).press('Sign in');
    expect(wrong.map(({ status }) => status)).toEqual([422, 422, 422]);
    // a statement that takes long, or waits for a free connection, is left alone, also where nobody said that there is a pooler
    for (const declared of [true, false]) {
      const Client = watched(pg.Client, declared, { silence: 400, answer: 1_000 });
      const clients = Array.from({ length: CONNECTIONS + 1 }, () => new Client({ connectionString: pooler?.through }));
      await Promise.all(clients.map((client) => client.connect()));
      const slept = await Promise.all(clients.map((client) => client.query('select pg_sleep(1.5), 1 one')));
      expect(slept.map(({ rows }) => rows[0]?.one)).toEqual([1, 1, 1]);
      await Promise.all(clients.map((client) => client.end()));
    }
  } finally {
    await portal.close();
    await pooler?.stop();
  }
}
