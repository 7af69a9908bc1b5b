import { connect, type Socket } from 'node:net';
import type { Server } from 'node:http';
import { PlainPages } from '../../src/pages/plain-pages.js';
import { Pages } from '../../src/pages/pages.js';
import { answerInPages, limitConnections, portalServer } from '../../src/security/portal-server.js';
import { SERVER_LIMITS } from '../../src/security/server.rules.js';
import { slowForms } from '../../src/security/strict-requests.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { answersIn, bytesAfter } from '../../tools/attack/raw-socket.js';
import express from 'express';

const FORM = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\na';

let portal: TestPortal;
let pages: PlainPages;
let server: Server;
beforeAll(async () => {
  portal = await aPortal();
  pages = new PlainPages(portal.get(Pages));
});
afterEach(() => new Promise<void>((done) => server.close(() => done()).closeAllConnections()));
afterAll(() => portal.close());

/** The portal's server with times that a test can wait for. */
async function listening(limits: Partial<Record<keyof typeof SERVER_LIMITS, number>>, formTimeout: number): Promise<{ address: string }> {
  const app = express();
  app.use(slowForms(pages, formTimeout));
  app.use(express.urlencoded({ extended: false }));
  app.use((_req, res) => void res.send('read'));
  server = portalServer(app, { connectionsCheckingInterval: 50, ...limits } as Partial<typeof SERVER_LIMITS>);
  answerInPages(server, pages);
  await new Promise<void>((done) => server.listen(0, done));
  const { port } = server.address() as { port: number };
  return { address: `http://localhost:${port}` };
}

const LONG = 60_000;

describe('a client that sends slowly', () => {
  it('is answered 408 with a page when the head of its request does not come', async () => {
    const at = await listening({ headersTimeout: 200, requestTimeout: LONG }, LONG);
    const [answer] = answersIn(await bytesAfter(at, 'GET / HTTP/1.1\r\nHost: local'));
    expect(answer).toMatchObject({ status: 408, headers: { 'cache-control': 'no-store' }, body: expect.stringContaining('<h1>') });
  });

  it('is answered 408 with a page when its form does not come', async () => {
    const at = await listening({}, 200);
    const answers = answersIn(await bytesAfter(at, FORM));
    expect(answers).toMatchObject([{ status: 408, headers: { connection: 'close' }, body: expect.stringContaining('<h1>') }]);
  });

  it('has the server’s longer time for a photo', async () => {
    const at = await listening({ headersTimeout: 200, requestTimeout: 600 }, 100);
    const upload = FORM.replace('application/x-www-form-urlencoded', 'multipart/form-data; boundary=x');
    const socket = connect(Number(new URL(at.address).port), '127.0.0.1', () => socket.write(upload));
    const answer = await new Promise<string>((done) => {
      socket.once('data', (data) => done(data.toString()));
      socket.once('error', () => done(''));
      // the rest comes long after a form would have been given up
      setTimeout(() => socket.write('b'.repeat(9)), 300);
    });
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
  });

  it('that reads on a connection kept open is never written into twice', async () => {
    const at = await listening({}, LONG);
    const bytes = await bytesAfter(at, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\nnonsense\r\n\r\n');
    const [first, ...more] = answersIn(bytes);
    expect(first).toMatchObject({ status: 200, body: 'read' });
    expect(more.every(({ status }) => status === 400)).toBe(true);
  });
});

describe('one network address that opens many connections', () => {
  const most = 5;
  const open = (at: { address: string }): Promise<Socket> =>
    new Promise((done) => {
      const socket = connect(Number(new URL(at.address).port), '127.0.0.1', () => done(socket));
      socket.on('error', () => {});
    });
  const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

  it('has only so many, then is answered 429 with a page; closing one makes room', async () => {
    const at = await listening({}, LONG);
    limitConnections(server, pages, () => false, most);
    const held = await Promise.all(Array.from({ length: most }, () => open(at)));
    expect(answersIn(await bytesAfter(at, GET))).toMatchObject([{ status: 429, headers: { 'retry-after': '60', connection: 'close' } }]);
    await Promise.all(held.map((socket) => new Promise((done) => socket.once('close', done).destroy())));
    let status = 0;
    while (status !== 200) status = answersIn(await bytesAfter(at, GET))[0]?.status ?? 0;
    expect(status).toBe(200);
  });

  it('may have more when it is a listed proxy: its connections are those of many people', async () => {
    const at = await listening({}, LONG);
    limitConnections(server, pages, (address) => address.includes('127.0.0.1'), most);
    const held = await Promise.all(Array.from({ length: most * 2 }, () => open(at)));
    expect(answersIn(await bytesAfter(at, GET))).toMatchObject([{ status: 200 }]);
    for (const socket of held) socket.destroy();
  });
});

it('the portal’s own server has the limits of its rules', () => {
  server = portal.app.getHttpServer() as Server;
  expect(server).toMatchObject({
    headersTimeout: SERVER_LIMITS.headersTimeout,
    requestTimeout: SERVER_LIMITS.requestTimeout,
    keepAliveTimeout: SERVER_LIMITS.keepAliveTimeout,
  });
  expect(server.maxConnections).toBeGreaterThan(1000);
});
