import type { Page } from 'playwright-core';
import { href } from '../../src/language/routes.js';
import { anApplicant } from '../support/people.js';
import { inChromium } from './in-chromium.js';
import { faultsOnPage } from './judge-page.js';

const WORDS = {
  en: { show: 'Show password', hide: 'Hide password', shown: 'Your password is shown.' },
  fr: { show: 'Afficher le mot de passe', hide: 'Masquer le mot de passe', shown: 'Votre mot de passe est affiché.' },
} as const;

/** PAGES.md 3.5: what was typed in a password field can be looked at, by keyboard too, and is sent as a password. */
describe.each(['en', 'fr'] as const)('a password, in %s', (language) => {
  const at = inChromium();

  const signInPage = async (javaScriptEnabled: boolean): Promise<Page> => {
    const page = await (await at.browser.newContext({ javaScriptEnabled, viewport: { width: 320, height: 800 } })).newPage();
    await page.goto(at.portal.address + href('signIn', language));
    return page;
  };

  it('is shown and hidden by a button that says what it does, keeps what was typed, and is hidden when sent', async () => {
    const { show, hide, shown } = WORDS[language];
    const applicant = await anApplicant(at.portal, { language });
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
    await page.evaluate(`document.querySelector('#main-form').addEventListener('submit', () => {
      sessionStorage.setItem('sentAs', document.querySelector('#password').type);
    })`);
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.click('main .btn');
    expect(new URLSearchParams((await sent).postData() ?? '').get('password')).toBe(applicant.password);
    await page.waitForURL(at.portal.address + href('confirmation', language));
    expect(await page.evaluate(`sessionStorage.getItem('sentAs')`)).toBe('password');
  });

  it('has no dead button without JavaScript', async () => {
    const page = await signInPage(false);
    expect(await page.getByRole('button', { name: WORDS[language].show }).count()).toBe(0);
  });
});
