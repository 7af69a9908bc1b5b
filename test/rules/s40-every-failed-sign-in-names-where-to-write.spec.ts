import { Account } from '../../src/accounts/account.entity.js';
import { DAY } from '../../src/clock.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { hashesOf } from '../support/hashes.js';
import { anApplicant } from '../support/people.js';

const WRITE = {
  en: /write to the address in your invitation message/,
  fr: /écrivez à l’adresse indiquée dans votre message d’invitation/,
} as const;

/** S40: every failed sign-in says where to write, never prints the address, and says the same whether the account exists or not. */
describe.each(['en', 'fr'] as const)('S40: a failed sign-in names the address in the invitation (%s)', (language: Language) => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const tryToSignIn = async (username: string, password: string): Promise<Visitor> => {
    const browser = await portal.visitor({ language }).visit(href('signIn', language));
    return browser.fill({ username, password }).pressEnter('password');
  };
  /** The page without what is the visitor's own: what they typed, and the token of their session. */
  const withoutOwn = (browser: Visitor, username: string): string =>
    browser.html.replaceAll(browser.csrfToken, '').replace(`value="${username}"`, '');

  it('takes no name or password from the address, where a history would keep it', async () => {
    const { username, password } = await anApplicant(portal);
    const browser = await portal.visitor({ language }).visit(href('signIn', language));
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
    const token = new URLSearchParams({ _csrf: browser.csrfToken });
    const given = new URLSearchParams({ username, password });
    expect((await browser.raw('POST', `${href('signIn', language)}?${given}`, headers, `${token}`)).status).toBe(422);
    await browser.visit(href('account', language));
    expect(browser.path).toBe(href('signIn', language));
  });

  it('says the same, byte for byte, for a wrong, expired or dead password, a suspended account and an unknown name, after one hash each', async () => {
    const person = await anApplicant(portal);
    const expired = await anApplicant(portal, { stage: 'temporary' });
    portal.clock.advance(31 * DAY);
    const waiting = await anApplicant(portal, { stage: 'temporary' });
    const suspended = await anApplicant(portal);
    await portal.em().nativeUpdate(Account, { id: suspended.accountId }, { state: 'suspended' });
    const pages: string[] = [];
    for (const [username, password] of [
      ['nobody-here-at', 'seven quiet herons at dusk'],
      [person.username, 'seven quiet herons at dawn'],
      [expired.username, expired.password],
      [waiting.username, 'h7kq2 mtrx9 h7kq2 mtrx9 h7kq2 m'],
      [suspended.username, suspended.password],
    ] as const) {
      let browser = portal.visitor();
      const hashes = await hashesOf(portal, async () => {
        browser = await tryToSignIn(username, password);
      });
      expect(browser.status).toBe(422);
      expect(browser.errors().username).toMatch(WRITE[language]);
      expect(browser.html).not.toContain(person.contactAddress);
      expect(hashes).toBe(1);
      pages.push(withoutOwn(browser, username));
    }
    expect(new Set(pages).size).toBe(1);
  });

  it('the pages for a lost password say so too', async () => {
    const browser = portal.visitor({ language });
    for (const page of ['passwordResetSent', 'temporaryPasswordAsked'] as const) {
      expect((await browser.visit(href(page, language))).text).toMatch(new RegExp(WRITE[language].source, 'i'));
    }
    await browser.visit(href('passwordResetNew', language, { token: 'unknown' }));
    expect(browser.text).toMatch(new RegExp(WRITE[language].source, 'i'));
  });
});
