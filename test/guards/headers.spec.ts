import { BROWSER_COOKIE } from '../../src/sessions/browser-cookie.js';
import { SESSION_COOKIE } from '../../src/sessions/session.rules.js';
import { href } from '../../src/language/routes.js';
import type { Answer } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

let portal: TestPortal;
const answers: [string, Answer][] = [];
const onAnswer = (answer: Answer, url: URL): void => void answers.push([url.pathname, answer]);

beforeAll(async () => {
  portal = await aPortal();
  const visitor = portal.visitor({ onAnswer });
  for (const path of ['/', '/en', '/fr/aide', '/en/sign-in', '/en/nothing', '/nothing', '/en/account', '/en/sign-out', '/en/%E0%A4%A']) {
    await visitor.raw('GET', path);
  }
  for (const path of ['/css/app.css', '/fonts/gcds-lato.woff2', '/brand/mark.svg', '/css/nothing.css']) await visitor.raw('GET', path);
  await visitor.raw('POST', '/en/sign-in', { Origin: 'https://elsewhere.example' });
  await visitor.raw('OPTIONS', '/en/sign-in');
  await visitor.raw('TRACE', '/en').catch(() => undefined);
  const browser = await signIn(portal, await anApplicant(portal), { onAnswer });
  await browser.visit(href('account', 'en'));
  await browser.press('Sign out');
});
afterAll(() => portal.close());

const every = (header: string) => answers.map(([path, { status, headers }]) => `${status} ${path}: ${headers[header]}`);

describe('every answer: pages, errors, redirects and files', () => {
  it('was looked at', () => {
    expect(new Set(answers.map(([, { status }]) => status))).toEqual(
      new Set([200, 303, 403, 404, 405, 400].filter((status) => answers.some(([, answer]) => answer.status === status))),
    );
    expect(answers.length).toBeGreaterThan(15);
  });

  it('allows nothing inline and nothing from elsewhere', () => {
    for (const [path, { headers, body }] of answers) {
      const policy = String(headers['content-security-policy']);
      expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'none'")]);
      expect(policy).not.toMatch(/unsafe|data:|blob:|\*|https?:/);
      // only a page with the dialog before a session's end, with a password to show, or that answers a form or holds one may run a script of ours; those
      // of the photo say so themselves
      const page = body.toString();
      const dialog = page.includes('<dialog id="session-dialog"');
      const allowed = policy.match(/(?:script|connect)-src [^;]*/g) ?? [];
      expect(allowed.sort()).toEqual([
        ...(dialog ? ["connect-src 'self'"] : []),
        ...(dialog || /method="post"|type="password"|\/js\/sent-form\.js/.test(page) ? ["script-src 'self'"] : []),
      ]);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).toContain("base-uri 'none'");
    }
  });

  it.each([
    ['strict-transport-security', /^max-age=63072000; includeSubDomains/],
    ['x-content-type-options', /^nosniff$/],
    ['cross-origin-opener-policy', /^same-origin$/],
    ['cross-origin-resource-policy', /^same-origin$/],
    ['referrer-policy', /^same-origin$/],
    ['permissions-policy', /camera=\(\)/],
  ])('says %s', (header, expected) => {
    expect(every(header).filter((line) => !expected.test(line.slice(line.indexOf(': ') + 2)))).toEqual([]);
  });

  it('says what it is, text with the encoding of its signs, and opens itself to no other site', () => {
    for (const [path, { headers, body }] of answers) {
      const type = String(headers['content-type'] ?? '');
      if (body.length > 0) expect([path, type]).toEqual([path, expect.stringMatching(/^(font\/woff2|[a-z]+\/[a-z+]+; charset=utf-8)$/)]);
      expect([path, Object.keys(headers).filter((name) => name.startsWith('access-control-'))]).toEqual([path, []]);
    }
  });

  it('does not say what serves it', () => {
    expect(
      every('x-powered-by')
        .concat(every('server'))
        .filter((line) => !line.endsWith('undefined')),
    ).toEqual([]);
  });

  it('is never stored, but for the files that are the same for everybody', () => {
    const isFile = ([path, { status }]: [string, Answer]) => status === 200 && /^\/(brand|css|fonts|img)\//.test(path);
    expect(answers.filter((answer) => !isFile(answer) && answer[1].headers['cache-control'] !== 'no-store').map(([path]) => path)).toEqual(
      [],
    );
    expect(answers.filter(isFile).map(([, { headers }]) => headers['cache-control'])).toEqual(Array(3).fill('public, max-age=3600'));
  });

  it('sets no cookie but the session’s and the browser’s own, which only this host gets, and no script reads', () => {
    const cookies = answers.flatMap(([, { headers }]) => headers['set-cookie'] ?? []);
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies)
      expect(cookie).toMatch(
        new RegExp(`^(${SESSION_COOKIE}|${BROWSER_COOKIE})=[^;]*;(?=.*Path=/)(?=.*HttpOnly)(?=.*Secure)(?=.*SameSite=Lax)(?!.*Domain)`),
      );
  });

  it('gives a reader who opens no form no cookie at all', () => {
    const start = answers.find(([path]) => path === '/en');
    expect(start?.[1].headers['set-cookie']).toBeUndefined();
  });

  it('clears the browser at signing out', () => {
    const out = answers.find(([path, { status }]) => path === '/en/sign-out' && status === 303);
    expect(out?.[1].headers['clear-site-data']).toBe('"cache", "storage"');
    expect(out?.[1].headers['set-cookie']).toEqual([expect.stringMatching(new RegExp(`^${SESSION_COOKIE}=;.*Expires=Thu, 01 Jan 1970`))]);
  });
});
