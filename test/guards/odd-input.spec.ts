import { randomUUID } from 'node:crypto';
import { may, ONLY_THE_APPLICANT, type Permission, type Role } from '../../src/access/permissions.js';
import { href } from '../../src/language/routes.js';
import type { Answer, Visitor } from '../../tools/visitor.js';
import { anInvited, answerAll, beginReply } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Handler, handlersOf } from '../support/handlers.js';
import { aSentPhoto } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

let portal: TestPortal;
let applicant: Applicant;
let browsers: Record<Role, Visitor>;
let visitor: Visitor;
let ids: Record<string, string>;
let handlers: Handler[];
beforeAll(async () => {
  portal = await aPortal();
  applicant = await anApplicant(portal, { stage: 'addressed' });
  const invited = await anInvited(portal);
  browsers = {
    applicant: await signIn(portal, applicant),
    representative: await signIn(portal, await aRepresentativeOf(portal, applicant)),
    officer: await signIn(portal, await anOfficer(portal)),
    card_clerk: await signIn(portal, await anOfficer(portal, { role: 'card_clerk' })),
    supervisor: await signIn(portal, await anOfficer(portal, { role: 'supervisor' })),
    newcomer: await signIn(portal, await anApplicant(portal, { stage: 'temporary' })),
    entrant: await signIn(portal, await anOfficer(portal, { app: false })),
  };
  await new PhotoWay(browsers.applicant, applicant).checked();
  // every page of the reply is open to them
  const abroad = { country: 'RO', day: '3', month: '4', year: '2028' };
  visitor = await answerAll(await beginReply(portal, invited), { abroad });
  handlers = handlersOf(portal).filter(({ route }) => route !== null && route !== 'signOut');
  const sent = await aSentPhoto(portal, (await anApplicant(portal, { stage: 'addressed' })).personId);
  ids = { person: applicant.personId, case: applicant.caseId, attempt: sent, token: invited.token, picture: 'frame' };
});
afterAll(() => portal.close());

const ODD_IDS = [
  'x',
  '-'.repeat(36),
  '%00',
  '%2e%2e',
  '%E0%A4%A',
  '%C3%A9',
  '%0d%0aX:1',
  'a'.repeat(300),
  '00000000-0000-0000-0000-00000000000g',
];
const ODD_VALUES: Record<string, readonly string[]> = {
  nothing: [],
  'a null': ['a\0b@c.example'],
  'only a null': ['\0'],
  'the same name twice': ['other', 'wrong'],
  'a name of JavaScript': ['__proto__'],
  'a long text in two directions': [`\u202eعربى 👩🏽‍🚀 ${'é'.repeat(900)}`],
  'a number without end': ['-1e308'],
};

/** Some thousand requests, on a machine that does other things as well. */
const EVERY_ADDRESS = 240_000;

it(
  'an address with an odd id is a page that says so, for everybody: never a fault, never a way out of the portal',
  async () => {
    const wrong: string[] = [];
    for (const handler of handlers) {
      const path = handler.paths[0] ?? '';
      for (const [, param = ''] of path.matchAll(/:(\w+)/g)) {
        for (const odd of ODD_IDS) {
          const asked = path.replace(/:(\w+)/g, (_, name: string) => (name === param ? odd : idOf(name)));
          for (const browser of whoMayAsk(handler)) note(wrong, `${handler.verb} ${asked}`, await ask(browser, handler.verb, asked));
        }
      }
    }
    expect(wrong).toEqual([]);
  },
  EVERY_ADDRESS,
);

describe.each(Object.entries(ODD_VALUES))('every field of every form holds %s', (_what, values) => {
  it('the form comes back, is refused or is read: never a fault', async () => {
    const wrong: string[] = [];
    for (const handler of handlers.filter(({ verb, route }) => verb === 'POST' && !ONCE.includes(route ?? ''))) {
      const path = (handler.paths[0] ?? '').replace(/:(\w+)/g, (_, name: string) => idOf(name));
      for (const browser of whoMayAsk(handler)) note(wrong, path, await ask(browser, 'POST', path, await filled(browser, path, values)));
    }
    expect(wrong).toEqual([]);
  });
});

it.each(['nothing', 'a null', 'the same name twice'])(
  'the language is switched while every field holds %s: never a fault',
  async (what) => {
    const values = ODD_VALUES[what] ?? [];
    const wrong: string[] = [];
    for (const handler of handlers.filter(({ verb }) => verb === 'POST')) {
      const path = (handler.paths[0] ?? '').replace(/:(\w+)/g, (_, name: string) => idOf(name));
      const [browser] = whoMayAsk(handler);
      if (!browser) continue;
      for (const judged of ['', '1']) {
        const body = `${await filled(browser, path, values)}&_judged=${judged}`;
        note(wrong, `to ${path}`, await ask(browser, 'POST', `${href('languageSwitch', 'en')}?to=${encodeURIComponent(path)}`, body));
        note(wrong, path, await ask(browser, 'GET', path));
      }
    }
    expect(wrong).toEqual([]);
  },
);

it('the language is switched to our own pages only', async () => {
  const outside = [
    '',
    '/',
    '//evil.example',
    'https://evil.example/en',
    '/\\evil.example',
    '/en/../..//evil.example',
    '/en/help?to=//evil.example',
    '/en/%0d%0aX:1',
    'javascript:1',
  ];
  for (const to of outside) {
    const answer = await ask(visitor, 'POST', `${href('languageSwitch', 'en')}?to=${encodeURIComponent(to)}`);
    expect([to, answer.status, answer.headers.location]).toEqual([to, 404, undefined]);
  }
  expect((await ask(visitor, 'POST', `${href('languageSwitch', 'en')}?to=/en/help&to=//evil.example`)).status).toBe(404);
});

/** Their forms have tests of their own: these acts end what the others need. */
const ONCE = ['invitation', 'replyCheck'];

const idOf = (name: string): string => ids[name] ?? randomUUID();

/** Those who may, and the representative whose attempt is recorded. */
function whoMayAsk({ access }: Handler): Visitor[] {
  if (typeof access !== 'object') return [visitor];
  const kinds = (Object.keys(browsers) as Role[]).filter((kind) => may(kind, access.permission as Permission));
  const refused: Role[] = ONLY_THE_APPLICANT.includes(access.permission) ? ['representative'] : [];
  return [...kinds, ...refused].map((kind) => browsers[kind]);
}

/** The fields that the page offers, each with these values; no page, no fields. */
async function filled(browser: Visitor, path: string, values: readonly string[]): Promise<string> {
  const page = (await ask(browser, 'GET', path)).body.toString();
  const names = new Set([...page.matchAll(/ name="([^"_][^"]*)"/g)].map(([, name]) => name ?? ''));
  return new URLSearchParams([...names].flatMap((name) => values.map((value): [string, string] => [name, value]))).toString();
}

async function ask(browser: Visitor, verb: string, path: string, body = ''): Promise<Answer> {
  const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
  if (verb === 'GET') return browser.raw('GET', path, { 'Sec-Fetch-Site': 'same-origin' });
  if (!browser.csrfToken) await browser.visit(href('signIn', 'en'));
  return browser.raw(verb, path, headers, `_csrf=${encodeURIComponent(browser.csrfToken)}&${body}`);
}

/** A fault, or a redirect that leaves the portal. */
function note(wrong: string[], what: string, { status, headers }: Answer): void {
  if (status >= 500) wrong.push(`${what}: ${status}`);
  if (headers.location !== undefined && !/^\/(en|fr)(\/|$)/.test(String(headers.location)))
    wrong.push(`${what} leads to ${String(headers.location)}`);
}
