import { LANGUAGES, otherLanguage } from '../../src/language/language.js';
import { ROUTES, type RouteName } from '../../src/language/route-table.js';
import { href, routeOf, twinOf } from '../../src/language/routes.js';
import { faultsInMarkup } from '../../tools/pages/probes-markup.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { faultsOf } from '../support/markup.js';
import { anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

it.each(LANGUAGES)(
  'pages of an officer without a second step are as those of others (%s); test/browser/every-page.spec.ts judges all',
  async (language) => {
    const browser = await signIn(portal, await anOfficer(portal, { app: false }));
    const wrong: string[] = [];
    for (const route of ['factorApp', 'factorPasskey', 'help'] as const) {
      const { path, status, html } = await browser.visit(href(route, language));
      expect([path, status]).toEqual([href(route, language), 200]);
      wrong.push(...(await faultsInMarkup({ path, status, html, language })));
    }
    expect(wrong).toEqual([]);
  },
);

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
