import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';

/** S37: how to renew a card is linked from help; and from a closed case (test/journeys/a-card-after-it-is-mailed.spec.ts). */
describe('S37: how to renew a card', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each([
    ['en', /renew/i, 'https://www.canada.ca/en/'],
    ['fr', /renouvel/i, 'https://www.canada.ca/fr/'],
  ] as const)('is linked from the help page in %s, to the department’s page in that language', async (language, words, site) => {
    const browser = portal.visitor({ language });
    await browser.visit(href('help', language));
    const link = browser.links().find(({ text, href: address }) => words.test(text) && address.startsWith(site));
    expect(link).toBeDefined();
  });
});
