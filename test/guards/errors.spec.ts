import { request } from 'node:http';
import { HttpException } from '@nestjs/common';
import { MAX_FILE_BYTES } from '../../src/photos/photo.rules.js';
import { ERROR_PAGES } from '../../src/pages/error-pages.filter.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { faultsOf } from '../support/markup.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal({ environment: { LOG_LEVEL: 'silent' } });
  faultAt('/en/test-fault');
  faultAt('/fr/test-fault');
});
afterAll(() => portal.close());

describe.each(LANGUAGES)('an error page, in %s', (language) => {
  it.each(ERROR_PAGES.map((status) => [status]))('%i is a full page with its true status', async (status) => {
    const browser = await portal.visitor().visit(`/${language}/test-fault?status=${status}`);
    expect(browser.status).toBe(status);
    expect(browser.language).toBe(language);
    expect(browser.heading).not.toBe('');
    expect(browser.lead).not.toBe('');
    expect(browser.title).toContain(browser.heading);
    expect(browser.links().map((link) => link.href)).toEqual(expect.arrayContaining([href('start', language), href('help', language)]));
    expect(await faultsOf(browser.html)).toEqual([]);
  });

  it('shows an unknown fault as 500 and says nothing of its cause', async () => {
    const browser = await portal.visitor().visit(`/${language}/test-fault?status=0`);
    expect(browser.status).toBe(500);
    expect(browser.html).not.toContain('the cause nobody may see');
  });

  it('leads each person on to their own first page', async () => {
    const applicant = await anApplicant(portal, { language });
    for (const [person, home] of [
      [applicant, 'confirmation'],
      [await aRepresentativeOf(portal, applicant, { language }), 'clients'],
      [await anOfficer(portal, { language }), 'adminQueue'],
    ] as const) {
      const browser = await signIn(portal, person);
      await browser.visit(`/${language}/test-fault?status=409`);
      expect(browser.$('main .acts a').attr('href')).toBe(href(home, language));
    }
  });

  it('keeps the person signed in', async () => {
    const browser = await signIn(portal, await anApplicant(portal, { language }));
    await browser.visit(`/${language}/test-fault?status=409`);
    expect(browser.status).toBe(409);
    expect((await browser.visit(href('account', language))).status).toBe(200);
  });
});

describe('what really happens when', () => {
  it('an address is unknown: 404, in the language of the path', async () => {
    expect((await portal.visitor({ language: 'en' }).visit('/fr/rien')).language).toBe('fr');
    expect((await portal.visitor({ language: 'fr' }).visit('/en/nothing')).language).toBe('en');
    expect((await portal.visitor({ language: 'fr' }).visit('/nothing')).language).toBe('fr');
    expect((await portal.visitor().visit('/en/nothing')).status).toBe(404);
  });

  it('an address is broken: a 400 or 404 page', async () => {
    const answer = await portal.visitor().raw('GET', '/en/%E0%A4%A');
    expect([400, 404]).toContain(answer.status);
    expect(answer.body.toString()).toContain('<h1>');
  });

  it('an address has a NUL in it, which no text of the database holds: 400, also for those who sign in', async () => {
    const clerk = await signIn(portal, await anOfficer(portal, { role: 'card_clerk' }));
    for (const [path, status] of [
      ['?find=E1', 200],
      ['?find=E1%00', 400],
    ] as const)
      expect((await clerk.visit(href('adminCards', 'en') + path)).status).toBe(status);
  });

  it('a page is asked with another method: 405, and Allow', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const browser = await portal.visitor().visit(href('signIn', 'en'));
      const headers = { 'Sec-Fetch-Site': 'same-origin', Origin: portal.address, 'Content-Type': 'application/x-www-form-urlencoded' };
      const answer = await browser.raw(method, '/en/help', headers, `_csrf=${browser.csrfToken}`);
      if (answer.status !== 405) console.log(answer.body.toString());
      expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, 'GET, HEAD']);
    }
    const get = await portal.visitor().visit(href('signOut', 'en'));
    expect([get.status, get.headers.allow]).toEqual([405, 'POST']);
  });

  it('HEAD asks: the same headers, and no page', async () => {
    const answer = await portal.visitor().raw('HEAD', '/en/help');
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
  });

  it('a form is larger than any of ours: 413', async () => {
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    const answer = await browser.raw('POST', '/en/sign-in', form(), `_csrf=${browser.csrfToken}&username=${'x'.repeat(200_000)}`);
    expect(answer.status).toBe(413);
    expect(answer.body.toString()).toContain('<h1>');
  });

  it('a form has a thousand fields: 413 or 400, never 500', async () => {
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    const answer = await browser.raw('POST', '/en/sign-in', form(), `_csrf=${browser.csrfToken}&${'a=1&'.repeat(1_000)}`);
    expect([400, 413]).toContain(answer.status);
  });

  it('an upload says it is too large: 413 with the full page, read to its end', async () => {
    const browser = await portal.visitor({ language: 'fr' }).visit(href('signIn', 'fr'));
    const headers = { ...form(), 'Content-Type': 'multipart/form-data; boundary=x' };
    const answer = await browser.raw('POST', '/fr/connexion', headers, Buffer.alloc(MAX_FILE_BYTES + 1024 * 1024));
    expect(answer.status).toBe(413);
    expect(answer.body.toString()).toContain('lang="fr"');
  });

  it('the body is of another type: it is not read, and the token is missing', async () => {
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    const json = { ...form(), 'Content-Type': 'application/json' };
    expect((await browser.raw('POST', '/en/sign-in', json, JSON.stringify({ _csrf: browser.csrfToken }))).status).toBe(403);
  });

  it('a parameter comes twice, or as a list: nothing breaks', async () => {
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    const body = `_csrf=${browser.csrfToken}&username=a&username=b&password=c&password=d&username[x]=1&__proto__=1&constructor=1`;
    expect((await browser.raw('POST', '/en/sign-in', form(), body)).status).toBe(422);
  });

  it('a header is not HTTP: the connection is answered 400 and closed', async () => {
    await expect(rawAnswer('GET /en HTTP/1.1\r\nHost: localhost\r\nBad header\r\n\r\n')).resolves.toMatch(/^HTTP\/1\.1 400/);
  });
});

const form = () => ({ 'Sec-Fetch-Site': 'same-origin', Origin: portal.address, 'Content-Type': 'application/x-www-form-urlencoded' });

/** Puts an address into the running portal, behind all that a request passes, that fails as its query asks. */
function faultAt(path: string): void {
  const server = portal.app.getHttpAdapter().getInstance() as {
    router: { stack: { name: string }[] };
    get: (path: string, handler: unknown) => void;
  };
  server.get(path, (req: { query: { status?: string } }, _res: unknown, next: (fault: unknown) => void) => {
    const status = Number(req.query.status);
    next(status === 0 ? new TypeError('the cause nobody may see') : new HttpException('the cause nobody may see', status));
  });
  const { stack } = server.router;
  const added = stack.pop();
  if (added)
    stack.splice(
      stack.findIndex(({ name }) => name === 'routesByAddress'),
      0,
      added,
    );
}

function rawAnswer(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(portal.address).on('error', () => {});
    sent.once('socket', (socket) => {
      socket.once('data', (data) => {
        resolve(data.toString());
        sent.destroy();
      });
      socket.once('error', reject);
      socket.write(text);
    });
  });
}
