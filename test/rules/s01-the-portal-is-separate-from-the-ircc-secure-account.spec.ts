import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';

/** S1: the portal is separate from the IRCC secure account; start and sign-in pages say so in both languages, and link to that account. */
describe('S1: the portal is separate from the IRCC secure account', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const SAID = {
    en: /separate from the IRCC secure account/,
    fr: /distinct du compte sécurisé d’IRCC/,
  };
  const NAME = { en: 'IRCC secure account', fr: 'compte sécurisé d’IRCC' };

  it.each(LANGUAGES)('is said on the start page and the sign-in page, with a link to that account (%s)', async (language) => {
    for (const name of ['start', 'signIn'] as const) {
      const browser = await portal.visitor().visit(href(name, language));
      expect(browser.text).toMatch(SAID[language]);
      const link = browser.links().find(({ text }) => text === NAME[language]);
      expect(link?.href).toMatch(language === 'en' ? /^https:\/\/www\.canada\.ca\/en\// : /^https:\/\/www\.canada\.ca\/fr\//);
    }
  });

  it.each(LANGUAGES)('and its username and password are said not to work here (%s)', async (language) => {
    const browser = await portal.visitor().visit(href('signIn', language));
    expect(browser.text).toMatch(language === 'en' ? /username and password do not work here/ : /ne fonctionnent pas ici/);
  });
});
