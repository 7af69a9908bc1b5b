import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { readConfig } from '../../src/config.js';
import { CONNECTION_WITHIN } from '../../src/database/orm.config.js';
import { href } from '../../src/language/routes.js';
import { Outbox } from '../../src/mail/outbox.js';
import { stopGracefully } from '../../src/operation/graceful-stop.js';
import { isOutage } from '../../src/pages/outage.js';
import { PhotoWorkshop } from '../../src/photos/workshop/photo-workshop.js';
import { startPortal } from '../../src/portal.js';
import { newToken } from '../../src/privacy/vault.js';
import { POOL } from '../../src/tokens.js';
import { anSmtpServer } from '../support/smtp-server.js';
import { resetRootLogger } from '../../node_modules/nestjs-pino/dist/esm/rootLogger.js';
import { listenToLog } from '../support/log-lines.js';
import { aPortal, SECRETS, type TestPortal } from '../support/app.js';

/** Answers of a machine's question, which has no cookies and no language. */
async function ask(address: string, path: string, method = 'GET'): Promise<{ status: number; body: unknown; headers: Headers }> {
  const answer = await fetch(address + path, { method });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text, headers: answer.headers };
}

/** As when the database is not there: nobody gets in, and who was in is out. */
async function refuseConnections({ database }: TestPortal): Promise<void> {
  const name = new URL(database.superuserUrl).pathname.slice(1);
  const client = new pg.Client({ connectionString: new URL('/postgres', database.superuserUrl).href });
  await client.connect();
  await client.query(`alter database ${name} with allow_connections false`);
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  await client.end();
}

const signalListeners = (): number =>
  ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'].reduce((sum, signal) => sum + process.listenerCount(signal), 0);

describe('health', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await aPortal({ environment: { LOG_LEVEL: 'silent' } });
  });
  afterEach(() => portal.close());

  it('is told without a session, never stored, with the headers of every answer', async () => {
    const live = await ask(portal.address, '/health/live');
    expect([live.status, live.body]).toEqual([200, { live: true }]);
    const ready = await ask(portal.address, '/health/ready');
    expect([ready.status, ready.body]).toEqual([200, { database: true, store: true, disk: true, photos: true, running: true }]);
    const serving = await ask(portal.address, '/health/serving');
    expect([serving.status, serving.body]).toEqual([200, { serving: true }]);
    for (const { headers } of [live, ready, serving]) {
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    for (const path of ['/health/live', '/health/ready', '/health/serving'])
      expect((await ask(portal.address, path, 'POST')).status).toBe(405);
    expect((await ask(portal.address, '/health/')).status).toBe(404);
  });

  it('says what fails: the database, where photos are put, the queue of the checks', async () => {
    await refuseConnections(portal);
    rmSync(join(portal.dataDir, 'photos'), { recursive: true, force: true });
    writeFileSync(join(portal.dataDir, 'photos'), 'a file where the folder should be');
    await portal.get(PhotoWorkshop).close();
    const ready = await ask(portal.address, '/health/ready');
    expect([ready.status, ready.body]).toEqual([503, { database: false, store: false, disk: true, photos: false, running: true }]);
    for (const path of ['/health/live', '/health/serving']) expect((await ask(portal.address, path)).status).toBe(200);
    const page = await portal.visitor().visit(href('invitation', 'en', { token: newToken() }));
    expect([page.status, page.heading, page.headers['retry-after']]).toEqual([503, 'A part of the portal does not answer', '30']);
  });
});

it('the log says why a process is not ready, once, and when it is again; of what Nest puts together at a start it says nothing', async () => {
  const log = listenToLog();
  try {
    const portal = await aPortal({ environment: { LOG_LEVEL: 'info' } });
    const photos = join(portal.dataDir, 'photos');
    rmSync(photos, { recursive: true, force: true });
    writeFileSync(photos, 'a file where the folder should be');
    for (const status of [503, 503]) expect((await ask(portal.address, '/health/ready')).status).toBe(status);
    rmSync(photos);
    for (const status of [200, 200]) expect((await ask(portal.address, '/health/ready')).status).toBe(status);
    await portal.close();
    const lines = log.lines().map((line) => JSON.parse(line) as { msg: string; context?: string; check?: string; err?: { code: string } });
    expect(lines.filter(({ check }) => check).map(({ check, msg, err }) => [check, msg, err?.code])).toEqual([
      ['store', 'what this process needs is not there: it is not ready', 'EEXIST'],
      ['store', 'what this process needs is there again', undefined],
    ]);
    expect(lines.filter(({ context }) => context?.startsWith('Router') || context === 'InstanceLoader')).toEqual([]);
    expect(lines.map(({ context }) => context)).toContain('NestApplication');
  } finally {
    log.stop();
  }
});

it('whoever finds no connection to the database free waits for a moment, and is then told to come again', async () => {
  const portal = await aPortal();
  const pool = portal.app.get<pg.Pool>(POOL);
  expect(pool.options.connectionTimeoutMillis).toBe(CONNECTION_WITHIN);
  pool.options.connectionTimeoutMillis = 500; // the same wait, for a test
  const taken = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  const [page, later] = [portal.visitor(), portal.visitor()];
  await page.visit(href('invitation', 'en', { token: newToken() }));
  for (const client of taken) client.release();
  await later.visit(href('invitation', 'en', { token: newToken() }));
  await portal.close();
  expect([page.status, page.heading, page.headers['retry-after']]).toEqual([503, 'A part of the portal does not answer', '30']);
  expect(later.status).toBe(404);
});

it('what the portal stands on can be out of reach in many words; a fault of its own is none of them', () => {
  const withCode = (code: string, cause?: Error): Error => Object.assign(new Error('said', { cause }), { code });
  const outages = ['08006', '53300', '57P01', 'ECONNRESET', 'ENOSPC', '40001', 'ESTORE', 'UND_ERR_SOCKET'].map((code) => withCode(code));
  outages.push(new TypeError('fetch failed', { cause: withCode('ECONNREFUSED') }), new Error('Connection terminated unexpectedly'));
  expect(outages.filter((fault) => !isOutage(fault))).toEqual([]);
  expect([new TypeError('ours'), withCode('23505'), withCode('57014'), withCode('ERR_INVALID_ARG_TYPE'), 'text'].filter(isOutage)).toEqual(
    [],
  );
});

it('a portal that is told to stop is not ready, goes on answering, and finishes what was begun', async () => {
  const before = signalListeners();
  const portal = await aPortal();
  expect(signalListeners()).toBe(before); // main.ts alone hears signals: whoever ended the portal at once would leave no time
  const port = Number(new URL(portal.address).port);
  // a form of which half was sent when the stop begins
  const socket = connect(port, '127.0.0.1');
  const body = 'username=somebody&password=a+quiet+harbour';
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.write(
    `POST /en/sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: ${portal.address}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
  );
  await wait(200);
  const stopped = stopGracefully(portal, 600);
  await wait(100);
  expect((await ask(portal.address, '/health/ready')).status).toBe(503);
  const serving = await ask(portal.address, '/health/serving');
  expect([serving.status, serving.body]).toEqual([503, { serving: false }]);
  expect((await ask(portal.address, '/health/live')).status).toBe(200);
  expect((await ask(portal.address, '/en/help')).status).toBe(200);
  await wait(700);
  await expect(ask(portal.address, '/en/help')).rejects.toThrow();
  socket.write(body.slice(10));
  await ended;
  expect(answer).toMatch(/^HTTP\/1\.1 403 /); // the page that a form without its token gets, whole
  expect(answer).toContain('</html>');
  await stopped;
});

it('a portal that is told to stop ends the mail it is at, begins no other, and takes no request meanwhile', async () => {
  const mails = await anSmtpServer();
  mails.behave('takes its time');
  const portal = await aPortal({ environment: { NODE_ENV: 'development', MAIL_URL: mails.url, MAIL_WITHOUT_TLS: 'yes' } });
  try {
    const em = portal.em();
    for (const name of ['ada', 'ben', 'cem'])
      portal.get(Outbox).add(em, 'password-changed', { email: `${name}@mail.example`, language: 'en' }, {}, new Date(0));
    await em.flush();
    while (mails.begun === 0) await wait(20);
    const stopped = stopGracefully(portal, 0);
    await wait(200);
    await expect(ask(portal.address, '/en/help')).rejects.toThrow();
    await stopped;
    expect([mails.begun, mails.accepted.length]).toEqual([1, 1]);
  } finally {
    await mails.close(); // the portal ended when it stopped
  }
});

it('a connection that is kept for the next request ends with the one in hand, once the portal is told to stop', async () => {
  const portal = await aPortal();
  const socket = connect(Number(new URL(portal.address).port), '127.0.0.1');
  let answers = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answers += text));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const get = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n';
  socket.write(get);
  await once(socket, 'data');
  expect(answers).not.toMatch(/^Connection: close/m);
  portal.drain();
  socket.write(get);
  await ended;
  expect(answers).toMatch(/^Connection: close/m);
  await portal.close();
});

it('ends soon after the last answer, though its connection could be kept for another request', async () => {
  const portal = await aPortal();
  const socket = connect(Number(new URL(portal.address).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  const body = 'username=somebody&password=a+quiet+harbour';
  socket.write(
    `POST /en/sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: ${portal.address}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
  );
  await wait(200);
  const begun = performance.now();
  const stopped = stopGracefully(portal, 0);
  await wait(100);
  socket.write(body.slice(10));
  await stopped;
  expect(performance.now() - begun).toBeLessThan(6_000); // it would be cut after 20 s
  expect(answer).toContain('</html>');
});

it('connections on which nothing was ever sent, as browsers open them in advance, do not hold a stop', async () => {
  const portal = await aPortal();
  const socket = connect(Number(new URL(portal.address).port), '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  await ask(portal.address, '/health/live'); // accepted after it
  const begun = performance.now();
  await stopGracefully(portal, 0);
  expect(performance.now() - begun).toBeLessThan(6_000); // it would be cut after 20 s
  await ended;
});

it('connections that are lost in the middle of a transaction leave their places in the pool to others', async () => {
  const portal = await aPortal();
  const pool = portal.app.get<pg.Pool>(POOL);
  for (let times = 0; times < 3; times++) {
    const lost = portal.em().transactional(async (em) => {
      const [row] = await em.execute<{ pid: number }[]>('select pg_backend_pid() pid');
      await portal.sql('select pg_terminate_backend($1)', [row?.pid]);
      await em.execute('select 1');
    });
    await expect(lost).rejects.toThrow();
  }
  await wait(100);
  expect(pool.totalCount - pool.idleCount).toBe(0);
  await portal.close();
});

it('the portal’s connections to the database notice when it is gone without a word', async () => {
  const portal = await aPortal();
  const client = await portal.app.get<pg.Pool>(POOL).connect();
  expect(client.constructor.name).toBe('WatchedClient'); // what it does is in database/watched-client.spec.ts
  client.release();
  await portal.close();
});

it('does not wait longer than it is given: what is not done by then is cut', async () => {
  const portal = await aPortal();
  const socket = connect(Number(new URL(portal.address).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write('POST /en/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nhalf');
  await wait(200);
  const begun = performance.now();
  await stopGracefully(portal, 0, 6_000);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

it('of two processes the one for pages sends no mail, and the worker serves no page and sends it', async () => {
  const web = await aPortal({ environment: { NODE_ENV: 'development', ROLE: 'web' } });
  const em = web.em();
  web.get(Outbox).add(em, 'password-changed', { email: 'idris@mail.example', language: 'en' }, {}, new Date(0));
  await em.flush();
  const sent = async (): Promise<number> => (await web.sql('select 1 from outbox_message where sent_at is not null')).length;
  await wait(1_500);
  expect(await sent()).toBe(0);
  resetRootLogger();
  const config = readConfig({ NODE_ENV: 'development', ROLE: 'worker', PORT: '0', DATA_DIR: web.dataDir, LOG_LEVEL: 'error', ...SECRETS });
  const worker = await startPortal({ ...config, databaseUrl: web.database.databaseUrl });
  try {
    expect((await ask(worker.address, '/en')).status).toBe(404);
    expect((await ask(worker.address, '/health/ready')).status).toBe(200);
    for (let looks = 0; looks < 100 && (await sent()) === 0; looks++) await wait(100);
    expect(await sent()).toBe(1);
  } finally {
    await worker.close();
    await web.close();
  }
});
