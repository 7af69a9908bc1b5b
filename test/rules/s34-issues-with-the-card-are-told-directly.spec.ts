import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';

/** S34: with issues about the card, the person is contacted directly. So far the help page says so; messages come with a page of their own. */
describe('S34: issues with the card are told directly', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each([
    ['en', /problem with your card.*we (write|contact)|we (write to|contact) you directly/is],
    ['fr', /nous communiqu\w+ (directement )?avec vous|nous vous écri\w+ directement/is],
  ] as const)('the help page says in %s that we contact the person', async (language, words) => {
    const browser = portal.visitor({ language });
    await browser.visit(href('help', language));
    expect(browser.text).toMatch(words);
  });
});
