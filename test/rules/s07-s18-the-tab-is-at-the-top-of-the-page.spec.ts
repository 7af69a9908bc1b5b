import { LANGUAGES } from '../../src/language/language.js';
import { ROUTES, type RouteName } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/**
 * S7: the Permanent Residence Confirmation tab (Confirmation de la résidence permanente) is there, says when it is the current one,
 * and works without JavaScript. S18: it comes before the content in the document.
 */
describe('S7, S18: the tab is at the top of the page', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const TAB = { en: 'Permanent Residence Confirmation', fr: 'Confirmation de la résidence permanente' } as const;

  it.each(LANGUAGES)(
    'S7: opens by its link, is the current one there, and stays on every page of the confirmation (%s)',
    async (language) => {
      const applicant = await anApplicant(portal, { language, stage: 'addressed' });
      const browser = await signIn(portal, applicant);
      await browser.visit(href('account', language));
      expect(browser.$('nav a[aria-current=page]').length).toBe(1);
      await browser.follow(TAB[language]);
      expect(browser.path).toBe(href('confirmation', language));
      const own = (Object.keys(ROUTES) as RouteName[]).filter((name) => /^\/en\/confirmation(\/:person\/[a-z-]+)?$/.test(ROUTES[name].en));
      for (const name of own) {
        await browser.visit(href(name as 'status', language, { person: applicant.personId }));
        if (browser.status !== 200 || !browser.path.includes('/confirmation')) continue;
        const current = browser.$('nav a[aria-current=page]');
        expect([browser.path, current.length, current.text().replace(/\s+/g, ' ')]).toEqual([browser.path, 1, TAB[language]]);
      }
    },
  );

  it.each(LANGUAGES)('S18: comes before the content in the document, after the link that skips it (%s)', async (language) => {
    const browser = await signIn(portal, await anApplicant(portal, { language }));
    const { html } = browser;
    const [skip, tab, main, heading] = ['href="#main"', 'aria-current="page"', '<main', '<h1'].map((mark) => html.indexOf(mark));
    expect(skip).toBeGreaterThan(0);
    expect(tab).toBeGreaterThan(skip ?? 0);
    expect(main).toBeGreaterThan(tab ?? 0);
    expect(heading).toBeGreaterThan(main ?? 0);
  });

  it('S7: is a list of links in a navigation with a name, and nothing that needs a script', async () => {
    const { $ } = await signIn(portal, await anApplicant(portal));
    const nav = $('nav.tabs');
    expect(nav.attr('aria-label')).toBeTruthy();
    expect(nav.find('li > a[href]').length).toBe(3);
    expect(nav.find('[role=tab], [onclick], [tabindex]').length).toBe(0);
  });

  it('S7: is the applicant’s alone', async () => {
    const applicant = await anApplicant(portal);
    for (const person of [
      await anOfficer(portal),
      await aRepresentativeOf(portal, applicant),
      await anApplicant(portal, { stage: 'temporary' }),
    ]) {
      const browser = await signIn(portal, person);
      expect(browser.links().map(({ text }) => text)).not.toContain(TAB.en);
    }
  });
});
