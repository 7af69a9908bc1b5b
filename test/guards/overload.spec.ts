import { setTimeout as wait } from 'node:timers/promises';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import express, { type Response } from 'express';
import { href } from '../../src/language/routes.js';
import { Pages } from '../../src/pages/pages.js';
import { PlainPages } from '../../src/pages/plain-pages.js';
import { LAG_EVERY, PACE_AT_FIRST, PAGES_AT_LEAST } from '../../src/security/load.rules.js';
import { LoadGauge } from '../../src/security/load-gauge.js';
import { loadShedding } from '../../src/security/load-shedding.js';
import { Visitor } from '../../tools/visitor.js';
import { send } from '../../tools/visitor-http.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { faultsOf } from '../support/markup.js';
import { type Applicant, anApplicant } from '../support/people.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** More than an idle machine ever has, and far less than `whileBlocked` makes. */
const LAG = 80;

/** A lag from which on pages are turned away, in milliseconds. */
const LIMIT = 400;

describe('a portal whose process is kept from its work', () => {
  let portal: TestPortal;
  let applicant: Applicant;
  let browser: Visitor;
  beforeAll(async () => {
    portal = await aPortal({ environment: { OVERLOAD_LAG_MS: String(LAG), LOG_LEVEL: 'silent' } });
    applicant = await anApplicant(portal, { stage: 'declared' });
    browser = await untilAnswered(() => signIn(portal, applicant));
  });
  afterAll(() => portal.close());

  it('turns pages away with 503, a page in the reader’s language and when to come back; files are served', async () => {
    await whileBlocked(async () => {
      for (const language of ['en', 'fr'] as const) {
        const answer = await portal.visitor().raw('GET', href('start', language));
        expect([answer.status, answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([503, '30', 'no-store']);
        expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
        expect(answer.body.toString()).toContain(`<html lang="${language}">`);
        expect(await faultsOf(answer.body.toString())).toEqual([]);
      }
      expect((await browser.raw('GET', href('confirmation', 'en'))).status).toBe(503);
      expect((await portal.visitor().raw('GET', '/css/app.css')).status).toBe(200);
    });
  });

  it('costs those whom it turns away no session: nothing is read or written', async () => {
    await whileBlocked(async () => {
      const before = await portal.sql('select count(*) from session');
      for (let at = 0; at < 5; at++) expect((await portal.visitor().raw('GET', href('signIn', 'en'))).status).toBe(503);
      expect(await portal.sql('select count(*) from session')).toEqual(before);
    });
  });

  it('takes up what somebody sends, form or photo, and finishes it', async () => {
    const way = new PhotoWay(browser, applicant);
    await untilAnswered(() => browser.visit(href('homeAddress', 'en', { person: applicant.personId })));
    browser.fill({ street: '18 Linden Row', city: 'Moncton', province: 'NB', postalCode: 'E1C 4Z9' });
    const before = await everyRow(portal);
    await whileBlocked(async () => {
      await browser.press('Save and continue');
      expect(browser.trail[0]).toMatchObject({ method: 'POST', status: 303 });
    });
    expect(await everyRow(portal)).not.toEqual(before);
    await untilAnswered(() => browser.visit(way.at('photo')));
    await whileBlocked(async () => {
      browser.choose('source', 'digital').attach('photo', await aPhoto());
      await browser.press('Upload photo');
      expect(browser.trail[0]).toMatchObject({ method: 'POST', status: 303 });
    });
  });

  it('shows pages again once it has caught up', async () => {
    expect((await untilAnswered(() => portal.visitor().visit(href('start', 'en')))).status).toBe(200);
  });
});

/** Asks again as long as the answer is 503, as the page says; not for ever. */
async function untilAnswered<Answer extends { status: number }>(ask: () => Promise<Answer>): Promise<Answer> {
  let last: unknown = null;
  for (let tries = 0; tries < 100; tries++) {
    try {
      const answer = await ask();
      if (answer.status !== 503) return answer;
      last = new Error('still 503');
    } catch (fault) {
      last = fault; // on the way a page was turned away
    }
    await wait(200);
  }
  throw last;
}

/** Keeps this process, and the portal in it, busy most of the time while something is done. */
async function whileBlocked(doing: () => Promise<void>): Promise<void> {
  let goesOn = true;
  const block = (): void => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    if (goesOn) setTimeout(block, 5);
  };
  setTimeout(block, 0);
  await wait(2_000); // several readings
  try {
    await doing();
  } finally {
    goesOn = false;
  }
}

describe('with more requests at once than its limits', () => {
  const limits = { pages: 2, forms: 3, uploads: 1 };
  let portal: TestPortal;
  let server: Server;
  let address: string;
  const held: Response[] = [];
  beforeAll(async () => {
    portal = await aPortal();
  });
  const gauge = { lag: 0, pace: 1_000, begun: () => {}, finished: () => {} };
  beforeEach(async () => {
    gauge.pace = 1_000;
    const app = express();
    app.use((_req, res, next) => {
      res.locals.language = 'en';
      next();
    });
    const shed = loadShedding({ gauge, pages: new PlainPages(portal.get(Pages)), lagLimit: 0, isPage: () => true, limits, tell: () => {} });
    app.use(shed.pages).use(shed.forms);
    app.use((_req, res) => void held.push(res));
    server = app.listen(0);
    await new Promise((done) => server.once('listening', done));
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    for (const res of held.splice(0)) res.end();
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  afterAll(() => portal.close());

  const ask = (method: string, path = '/', type = 'application/x-www-form-urlencoded') =>
    send({
      method,
      url: new URL(path, address),
      headers: { 'Content-Type': type },
      body: method === 'GET' ? undefined : Buffer.from('a=1'),
    });
  const untilHeld = async (count: number): Promise<void> => {
    for (let tries = 0; held.length < count; tries++) {
      if (tries > 4_000) throw new Error(`${held.length} requests came, not ${count}`);
      await wait(5);
    }
  };

  it.each([
    ['pages', 'GET', undefined, limits.pages],
    ['forms', 'POST', undefined, limits.forms],
    ['uploads', 'POST', 'multipart/form-data; boundary=x', limits.uploads],
  ])('it turns further %s away, finishes those it has, and then takes new ones', async (_kind, method, type, most) => {
    const begun = Array.from({ length: most }, () => ask(method, '/', type));
    await untilHeld(most);
    expect(await ask(method, '/', type)).toMatchObject({ status: 503, headers: { 'retry-after': '30' } });
    for (const res of held.splice(0)) res.end('done');
    expect((await Promise.all(begun)).map(({ status }) => status)).toEqual(Array(most).fill(200));
    const again = ask(method, '/', type);
    await untilHeld(1);
    held.splice(0)[0]?.end();
    expect((await again).status).toBe(200);
  });

  it('it is not kept from its work by those who read slowly: an answer that is made counts no more', async () => {
    const slow: Socket[] = [];
    for (let count = 0; count < limits.pages * 2; count++) {
      slow.push(slowReader(address));
      await untilHeld(1);
      held.splice(0)[0]?.end('x'.repeat(8_000_000));
    }
    const honest = ask('GET');
    await untilHeld(1);
    held.splice(0)[0]?.end();
    expect((await honest).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });

  it.each([
    ['so many as it makes in a second', 12, 12],
    ['ten where it makes fewer', 0.5, PAGES_AT_LEAST],
  ])('it has no more pages in hand than its memory allows, and %s', async (_what, pace, most) => {
    const wide = { ...limits };
    limits.pages = 300;
    try {
      gauge.pace = pace;
      const begun = Array.from({ length: most }, () => ask('GET'));
      await untilHeld(most);
      expect((await ask('GET')).status).toBe(503);
      gauge.pace = most + 1; // it got faster
      const more = ask('GET');
      await untilHeld(most + 1);
      for (const res of held.splice(0)) res.end();
      expect((await Promise.all([...begun, more])).map(({ status }) => status)).toEqual(Array(most + 1).fill(200));
    } finally {
      Object.assign(limits, wide);
    }
  });

  it('it takes forms while pages are turned away', async () => {
    const begun = Array.from({ length: limits.pages }, () => ask('GET'));
    await untilHeld(limits.pages);
    expect((await ask('GET')).status).toBe(503);
    const more = [ask('POST')];
    await untilHeld(limits.pages + 1);
    for (const res of held.splice(0)) res.end();
    expect((await Promise.all([...begun, ...more])).map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('the gauge of lag', () => {
  it('takes one long standstill for no load, and two for some', async () => {
    const gauge = new LoadGauge(LIMIT);
    try {
      await wait(2 * LAG_EVERY);
      standStill(4.5 * LIMIT);
      await wait(0); // its timer comes first
      expect(gauge.lag).toBeGreaterThan(LIMIT / 2);
      expect(gauge.lag).toBeLessThan(LIMIT * 1.35);
      standStill(4.5 * LIMIT);
      await wait(0);
      expect(gauge.lag).toBeGreaterThan(LIMIT * 1.4);
    } finally {
      gauge.stop();
    }
  });
});

const standStill = (milliseconds: number): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

describe('the gauge of pages', () => {
  it('learns from pages that take long, forgets nothing while none is made, and learns from quick ones again', async () => {
    const gauge = new LoadGauge(LIMIT);
    try {
      expect(gauge.pace).toBe(PACE_AT_FIRST);
      gauge.begun();
      for (let turn = 0; turn < 10; turn++) await blocked(200);
      gauge.finished();
      await wait(250);
      const slow = gauge.pace;
      expect(slow).toBeLessThan(PACE_AT_FIRST * 0.7);
      await blocked(300);
      await blocked(300);
      expect(gauge.pace).toBe(slow);
      for (let turn = 0; turn < 20; turn++) {
        for (let page = 0; page < 100; page++) {
          gauge.begun();
          gauge.finished();
        }
        await wait(100);
      }
      expect(gauge.pace).toBeGreaterThan(slow);
    } finally {
      gauge.stop();
    }
  });
});

/** Keeps this process from all else for so many milliseconds, and then lets timers have their turn. */
async function blocked(milliseconds: number): Promise<void> {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  await wait(5);
}

/** Asks for a page and never reads it. */
function slowReader(address: string): Socket {
  const socket = connect(Number(new URL(address).port), '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
  socket.on('error', () => {});
  return socket.pause();
}
