import type { Browser, Page } from 'playwright-core';
import { href } from '../../src/language/routes.js';
import { launchChromium } from '../../tools/browser.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { faultsOnPage } from './judge-page.js';

const WORDS = {
  en: { show: 'Show password', hide: 'Hide password', shown: 'Your password is shown.' },
  fr: { show: 'Afficher le mot de passe', hide: 'Masquer le mot de passe', shown: 'Votre mot de passe est affiché.' },
} as const;

/** PAGES.md 3.5: what was typed in a password field can be looked at, by keyboard too, and is sent as a password. */
describe.each(['en', 'fr'] as const)('a password, in %s', (language) => {
  let browser: Browser;
  let portal: TestPortal;
  beforeAll(async () => {
    browser = await launchChromium();
    portal = await aPortal();
  });
  afterAll(async () => {
    await browser?.close();
    await portal?.close();
  });

  const signInPage = async (javaScriptEnabled: boolean): Promise<Page> => {
    const page = await (await browser.newContext({ javaScriptEnabled, viewport: { width: 320, height: 800 } })).newPage();
    await page.goto(portal.address + href('signIn', language));
    return page;
  };

  it('is shown and hidden by a button that says what it does, keeps what was typed, and is hidden when sent', async () => {
    const { show, hide, shown } = WORDS[language];
    const applicant = await anApplicant(portal, { language });
    const page = await signInPage(true);
    const type = () => page.getAttribute('#password', 'type');
    await page.fill('#username', applicant.username);
    await page.fill('#password', applicant.password);
    await page.press('#password', 'Tab');
    await page.keyboard.press('Enter');
    expect([await type(), await page.inputValue('#password')]).toEqual(['text', applicant.password]);
    expect(await page.locator('[role=status]').allTextContents()).toContain(shown);
    expect(await faultsOnPage(page)).toEqual([]);
    await page.getByRole('button', { name: hide }).click();
    expect([await type(), await page.inputValue('#password')]).toEqual(['password', applicant.password]);
    await page.getByRole('button', { name: show }).click();
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.click('main .btn');
    expect(new URLSearchParams((await sent).postData() ?? '').get('password')).toBe(applicant.password);
    await page.waitForURL(portal.address + href('confirmation', language));
  });

  it('has no dead button without JavaScript', async () => {
    const page = await signInPage(false);
    expect(await page.getByRole('button', { name: WORDS[language].show }).count()).toBe(0);
  });
});
