import { randomUUID } from 'node:crypto';
import { may, PERMISSIONS, type Role } from '../../src/access/permissions.js';
import { LANGUAGES } from '../../src/language/language.js';
import { ROUTES, type RouteName } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { OFFICERS_PAGES } from '../../bench/growth/officers-pages.js';
import { OWN_PAGES } from '../../bench/growth/own-pages.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Handler, handlersOf } from '../support/handlers.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** Addresses that are no page of a language. */
const OUTSIDE_THE_LIST = ['/'];

let portal: TestPortal;
let handlers: Handler[];
beforeAll(async () => {
  portal = await aPortal();
  handlers = handlersOf(portal);
});
afterAll(() => portal.close());

/** The one page of those who may not go further yet. */
const FIRST_SIGN_IN = /^303 \/(en\/first-sign-in|fr\/premiere-connexion)$/;
const ADD_AN_APP = /^303 \/(en\/account\/security\/app|fr\/compte\/securite\/application)$/;

const KINDS = Object.keys(PERMISSIONS) as Role[];

describe('who may come in', () => {
  it('is declared by every handler', () => {
    expect(handlers.filter(({ access }) => access === undefined).map(({ name }) => name)).toEqual([]);
    expect(handlers.length).toBeGreaterThan(10);
  });

  it('leaves no permission without a handler that asks for it', () => {
    const asked = new Set(handlers.map(({ access }) => (typeof access === 'object' ? access.permission : '')));
    const given = Object.values(PERMISSIONS).flat() as string[];
    expect(given.filter((permission) => !asked.has(permission as never))).toEqual([]);
  });

  it('is asked before anything else: nobody gets in without signing in, and each kind only where its permissions say', async () => {
    const applicant = await anApplicant(portal);
    const browsers: Record<Role, Visitor> = {
      applicant: await signIn(portal, applicant),
      representative: await signIn(portal, await aRepresentativeOf(portal, applicant)),
      officer: await signIn(portal, await anOfficer(portal)),
      card_clerk: await signIn(portal, await anOfficer(portal, { role: 'card_clerk' })),
      supervisor: await signIn(portal, await anOfficer(portal, { role: 'supervisor' })),
      newcomer: await signIn(portal, await anApplicant(portal, { stage: 'temporary' })),
      entrant: await signIn(portal, await anOfficer(portal, { app: false })),
    };
    const wrong: string[] = [];
    for (const handler of handlers.filter(({ access }) => typeof access === 'object' || access === 'signedIn')) {
      for (const path of handler.paths.map(withIds)) {
        const nobody = await ask(portal.visitor(), handler, path);
        if (!/^303 \/(en\/sign-in|fr\/connexion)$/.test(nobody)) wrong.push(`${handler.verb} ${path}, nobody: ${nobody}`);
        if (handler.access === 'signedIn') continue;
        const { permission } = handler.access as { permission: Parameters<typeof may>[1] };
        for (const kind of KINDS.filter((kind) => !may(kind, permission))) {
          const answer = await ask(browsers[kind], handler, path);
          const expected = { newcomer: FIRST_SIGN_IN, entrant: ADD_AN_APP }[kind as string] ?? /^403 /;
          if (!expected.test(answer)) wrong.push(`${handler.verb} ${path}, ${kind}: ${answer}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('the list of addresses', () => {
  const names = Object.keys(ROUTES) as RouteName[];

  it('has a handler for every row', () => {
    const handled = new Set(handlers.map(({ route }) => route));
    expect(names.filter((name) => !handled.has(name))).toEqual([]);
  });

  it('names every page there is, in both languages', () => {
    const known = new Set<string>([...names.flatMap((name) => LANGUAGES.map((language) => ROUTES[name][language])), ...OUTSIDE_THE_LIST]);
    expect(handlers.flatMap(({ paths }) => paths).filter((path) => !known.has(path))).toEqual([]);
    const single = handlers.filter(({ paths }) => paths.length === 1 && !OUTSIDE_THE_LIST.includes(paths[0] ?? ''));
    expect(single.map(({ name }) => name)).toEqual([]);
  });

  it('gives both languages the same parameters, in the same order', () => {
    const params = (path: string) => path.match(/:\w+/g) ?? [];
    for (const name of names) expect([name, params(ROUTES[name].fr)]).toEqual([name, params(ROUTES[name].en)]);
  });

  it('is in lower-case ASCII, each address once, each in its own language', () => {
    const paths = names.flatMap((name) => LANGUAGES.map((language) => ROUTES[name][language]));
    expect(paths.filter((path) => !/^\/(en|fr)(\/(:[a-z]+|[a-z-]+))*$/.test(path))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
    expect(names.filter((name) => !ROUTES[name].en.startsWith('/en') || !ROUTES[name].fr.startsWith('/fr'))).toEqual([]);
  });
});

/** Pages that are not opened by `npm run growth`, and why. */
const NOT_GROWN: Partial<Record<RouteName, string>> = {
  accountEmailSent: 'reads nothing but its account, as accountEmail does',
  addressCopy: 'is asked once, after an address was given',
  adminImportTemplate: 'reads no record',
  adminRecordAnswer: 'is adminRecordError, reloaded after a mistake',
  adminResidence: 'is adminPresence, reloaded after a mistake',
  factorRemoval: 'is for a way of an account of one’s own, as factors is',
  photoCall: 'nobody among the sample people had three photos returned',
};

it('is measured on a large portal, or it is said why not: every page of somebody who signs in', () => {
  const grown = new Set([...OFFICERS_PAGES, ...OWN_PAGES].map(({ route }) => route));
  const pages = handlers.filter(({ verb, access, route }) => verb === 'GET' && access !== 'public' && route !== null);
  const names = pages.map(({ route }) => route as RouteName);
  expect(names.filter((route) => !grown.has(route) && NOT_GROWN[route] === undefined)).toEqual([]);
  expect(Object.keys(NOT_GROWN).filter((route) => grown.has(route as RouteName) || !names.includes(route as RouteName))).toEqual([]);
});

const withIds = (path: string): string => path.replace(/:\w+/g, () => randomUUID());

/** The status, and where a redirect leads; a POST comes with a right token, so that only the permission can be missing. */
async function ask(browser: Visitor, { verb }: Handler, path: string): Promise<string> {
  const origin = { 'Sec-Fetch-Site': 'same-origin', Origin: browser.address };
  if (verb === 'GET') return shown(await browser.raw('GET', path, origin));
  if (!browser.csrfToken) await browser.visit(href('signIn', 'en'));
  const body = `_csrf=${encodeURIComponent(browser.csrfToken)}`;
  return shown(await browser.raw(verb, path, { ...origin, 'Content-Type': 'application/x-www-form-urlencoded' }, body));
}

const shown = ({ status, headers }: { status: number; headers: Visitor['headers'] }): string => `${status} ${headers.location ?? ''}`;
