import { randomUUID } from 'node:crypto';
import { may, type Role } from '../../src/access/permissions.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { multipart } from '../../tools/visitor-http.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { type Handler, handlersOf } from '../support/handlers.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

let portal: TestPortal;
let unsafe: Handler[];
let browsers: Record<Role, Visitor>;
let other: Visitor;
beforeAll(async () => {
  portal = await aPortal();
  unsafe = handlersOf(portal).filter(({ verb }) => verb !== 'GET' && verb !== 'HEAD');
  const applicant = await anApplicant(portal);
  browsers = {
    applicant: await signIn(portal, applicant),
    representative: await signIn(portal, await aRepresentativeOf(portal, applicant)),
    officer: await signIn(portal, await anOfficer(portal)),
    card_clerk: await signIn(portal, await anOfficer(portal, { role: 'card_clerk' })),
    supervisor: await signIn(portal, await anOfficer(portal, { role: 'supervisor' })),
    newcomer: await signIn(portal, await anApplicant(portal, { stage: 'temporary' })),
    entrant: await signIn(portal, await anOfficer(portal, { app: false })),
  };
  other = await portal.visitor().visit(href('signIn', 'en'));
});
afterAll(() => portal.close());

const FORM = 'application/x-www-form-urlencoded';
const OURS = () => ({ 'Sec-Fetch-Site': 'same-origin', Origin: portal.address });

describe('a POST that does not come from our own page', () => {
  // the headers of the request, and the token it carries
  it.each<[string, () => Record<string, string>, (own: string) => string]>([
    ['says nothing of where it comes from', () => ({}), (own) => own],
    ['comes from another site', () => ({ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://elsewhere.example' }), (own) => own],
    ['comes from a neighbour of the same site', () => ({ 'Sec-Fetch-Site': 'same-site', Origin: 'http://other.localhost' }), (own) => own],
    ['was typed or bookmarked', () => ({ 'Sec-Fetch-Site': 'none' }), (own) => own],
    ['names another origin, from a browser without Fetch Metadata', () => ({ Origin: 'https://elsewhere.example' }), (own) => own],
    ['hides its origin', () => ({ Origin: 'null' }), (own) => own],
    ['has no token', OURS, () => ''],
    ['has a made-up token', OURS, () => 'A'.repeat(43)],
    ['has the token of another session', OURS, () => other.csrfToken],
  ])('is refused with 403 on every route and changes nothing when it %s', async (_, headers, token) => {
    const before = await everyRow(portal);
    const wrong: string[] = [];
    for (const [handler, path, browser] of await all()) {
      const answer = await post(browser, path, headers(), token(browser.csrfToken));
      if (answer !== 403) wrong.push(`${handler.verb} ${path}: ${answer}`);
    }
    expect(wrong).toEqual([]);
    expect(await everyRow(portal)).toEqual(before);
  });

  it('is refused when it carries a file as well, whose body is read only after the token', async () => {
    const before = await everyRow(portal);
    const file = multipart([['photo', { name: 'a.jpg', type: 'image/jpeg', bytes: Buffer.alloc(10) }]]);
    const wrong: string[] = [];
    for (const [, path, browser] of await all()) {
      const answer = await browser.raw('POST', path, { ...OURS(), 'Content-Type': file.type }, file.body);
      if (answer.status !== 403) wrong.push(`${path}: ${answer.status}`);
    }
    expect(wrong).toEqual([]);
    expect(await everyRow(portal)).toEqual(before);
  });
});

it('a POST from our own page passes, with Fetch Metadata or with the Origin alone, so that the refusals above mean something', async () => {
  const wrong: string[] = [];
  for (const [{ route }, path, browser] of await all()) {
    if (route === 'signOut' || route === 'accountNotMe') continue; // they would end the session
    if (route?.startsWith('reply')) continue; // needs an invitation, and says so with 403 as well
    for (const headers of [OURS(), { Origin: portal.address }]) {
      const answer = await post(browser, path, headers as Record<string, string>, browser.csrfToken);
      if (answer === 403) wrong.push(path);
    }
  }
  expect(wrong).toEqual([]);
});

/** Every unsafe route in both languages, with the browser of somebody who may use it; visitors for the public ones. */
async function all(): Promise<[Handler, string, Visitor][]> {
  const visitor = await portal.visitor().visit(href('signIn', 'en'));
  return unsafe.flatMap((handler) =>
    handler.paths.map((path): [Handler, string, Visitor] => [
      handler,
      path.replace(/:\w+/g, () => randomUUID()),
      browserFor(handler, visitor),
    ]),
  );
}

function browserFor({ access }: Handler, visitor: Visitor): Visitor {
  if (access === 'signedIn') return browsers.applicant;
  if (typeof access !== 'object') return visitor;
  const kind = (Object.keys(browsers) as Role[]).find((one) => may(one, access.permission));
  return kind ? browsers[kind] : visitor;
}

async function post(browser: Visitor, path: string, headers: Record<string, string>, token: string): Promise<number> {
  const body = token ? `_csrf=${encodeURIComponent(token)}` : '';
  return (await browser.raw('POST', path, { ...headers, 'Content-Type': FORM }, body)).status;
}
