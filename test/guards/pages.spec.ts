import { may, type Role } from '../../src/access/permissions.js';
import type { Access } from '../../src/access/requires.decorator.js';
import { LANGUAGES, type Language, otherLanguage } from '../../src/language/language.js';
import { ROUTES, type RouteName } from '../../src/language/route-table.js';
import { href, routeOf, twinOf } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { handlersOf } from '../support/handlers.js';
import { faultsOf } from '../support/markup.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { typographyFaults } from '../support/typography.js';

type Reader = 'nobody' | Role;

let portal: TestPortal;
let people: Record<Exclude<Reader, 'nobody'>, Someone>;
let applicant: Applicant;
beforeAll(async () => {
  portal = await aPortal();
  applicant = await anApplicant(portal);
  people = {
    applicant,
    newcomer: await anApplicant(portal, { stage: 'temporary' }),
    representative: await aRepresentativeOf(portal, applicant),
    officer: await anOfficer(portal),
    entrant: await anOfficer(portal, { app: false }),
    card_clerk: await anOfficer(portal, { role: 'card_clerk' }),
    supervisor: await anOfficer(portal, { role: 'supervisor' }),
  };
});
afterAll(() => portal.close());

const READERS: Reader[] = ['nobody', 'applicant', 'newcomer', 'representative', 'officer', 'card_clerk', 'supervisor', 'entrant'];

/** Pages with parameters that this test can fill: the applicant's own. */
const OWN = (Object.keys(ROUTES) as RouteName[]).filter((name) => /^\/en\/confirmation\/:person(\/[a-z-]+)*$/.test(ROUTES[name].en));

describe.each(LANGUAGES)('every page, in %s', (language) => {
  it.each(READERS)('as %s reads it, opens, is well-formed, titled, and leads to its twin', async (reader) => {
    const browser = reader === 'nobody' ? portal.visitor({ language }) : await signIn(portal, { ...people[reader] });
    const wrong: string[] = [];
    const seen = new Set<string>();
    for (const path of pathsFor(reader, language)) {
      await browser.visit(path);
      if (seen.has(browser.path)) continue; // led to a page that was seen
      seen.add(browser.path);
      for (const fault of await faultsOn(browser, language))
        wrong.push(`${path}${browser.path === path ? '' : ` → ${browser.path}`}: ${fault}`);
    }
    expect(wrong).toEqual([]);
    expect(seen.size).toBeGreaterThan(reader === 'nobody' ? 10 : 0);
  });
});

it('the root offers both languages', async () => {
  const browser = await portal.visitor().visit('/');
  expect(await faultsOf(browser.html)).toEqual([]);
  expect(browser.links().map(({ href }) => href)).toEqual(expect.arrayContaining(['/en', '/fr']));
  expect((await browser.follow('Français')).language).toBe('fr');
});

it('the twin of a page’s twin is the page itself', () => {
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    for (const language of LANGUAGES) {
      const path = ROUTES[name][language].replaceAll(':', '');
      expect([path, routeOf(path)?.name]).toEqual([path, name]);
      expect(twinOf(twinOf(path, otherLanguage(language)), language)).toBe(path);
    }
  }
});

it('an address in other letters, or with a slash at its end, is no page', async () => {
  for (const path of ['/EN', '/en/', '/en/Sign-in', '/en/connexion', '/fr/sign-in']) {
    expect([path, (await portal.visitor().visit(path)).status]).toEqual([path, 404]);
  }
});

function pathsFor(reader: Reader, language: Language): string[] {
  const gets = handlersOf(portal).filter(({ verb, route, access }) => verb === 'GET' && route !== null && mayRead(reader, access));
  const names = [...new Set(gets.map(({ route }) => route as RouteName))];
  const plain = names.filter((name) => !ROUTES[name].en.includes(':')).map((name) => ROUTES[name][language] as string);
  const own = OWN.filter((name) => names.includes(name)).map((name) => href(name as 'status', language, { person: applicant.personId }));
  return [
    ...(reader === 'nobody' ? [] : [ROUTES.start[language], ROUTES.help[language]]),
    ...plain,
    ...(reader === 'applicant' ? own : []),
  ];
}

/** Public pages are read once; signed-in pages by those who may, with the start page for its frame. */
function mayRead(reader: Reader, access: Access | undefined): boolean {
  if (access === 'public') return reader === 'nobody';
  return reader !== 'nobody' && typeof access === 'object' && may(reader, access.permission);
}

/** What every page must have. */
async function faultsOn(browser: Visitor, language: Language): Promise<string[]> {
  const { $ } = browser;
  const faults = await faultsOf(browser.html);
  const must = (holds: boolean, what: string): void => void (holds || faults.push(what));
  // the reply without its invitation: a page of its own says so
  const expected = routeOf(browser.path)?.name.startsWith('reply') ? 403 : 200;
  must(browser.status === expected, `status ${browser.status} (${browser.heading})`);
  must(browser.language === language, `lang is ${browser.language}`);
  must($('h1').length === 1 && browser.heading !== '', `${$('h1').length} h1`);
  must(
    /^.+ – (Permanent Residence Confirmation Portal|Portail de confirmation de la résidence permanente)$/.test(browser.title),
    `title: ${browser.title}`,
  );
  must(browser.title.includes(browser.heading), `title without its h1: ${browser.title}`);
  must($('main').length === 1, 'no main part');
  must($('a').first().attr('href') === '#main', 'the first link does not skip to the main part');
  const other = otherLanguage(language);
  const twin = $(`link[rel=alternate][hreflang=${other}]`).attr('href') ?? '';
  must(twin.split('?')[0] === twinOf(browser.path.split('?')[0] ?? '', other), `the twin is ${twin}`);
  const toggle = $(`.lang[lang=${other}]`);
  must(toggle.length === 1, 'no language toggle');
  const texts = $('body *')
    .not('script, style')
    .contents()
    .toArray()
    .filter(
      (node) =>
        node.type === 'text' &&
        $(node.parent as never).closest(`[lang=${other}], [lang]:not([lang=${language}], html), code, .own`).length === 0,
    )
    .map((node) => ('data' in node ? node.data : ''))
    .filter((text) => /\p{L}/u.test(text));
  for (const text of texts) faults.push(...typographyFaults(text.replace(/\n/g, ' ').trim(), language));
  return faults;
}
