import type { BrowserContext, Page } from 'playwright-core';
import { HOUR, MINUTE, SECOND } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { type Applicant, anApplicant, PASSWORD } from '../support/people.js';
import { inChromium } from './in-chromium.js';
import { faultsOnPage } from './judge-page.js';

/** The dialog before a session ends (PAGES.md 3.4; WCAG 2.2.1), in Chromium: the portal's clock and the browser's move together. */
describe('before the session ends', () => {
  const at = inChromium();
  let applicant: Applicant;
  let context: BrowserContext;
  let page: Page;
  beforeEach(async () => {
    applicant = await anApplicant(at.portal);
    context = await at.browser.newContext({ viewport: { width: 320, height: 800 }, reducedMotion: 'reduce' });
    await context.clock.install({ time: at.portal.clock.now() });
    page = await context.newPage();
    await page.goto(at.portal.address + href('signIn', 'en'));
    await page.fill('#username', applicant.username);
    await page.fill('#password', PASSWORD);
    await page.click('main .btn');
  });
  afterEach(() => context.close());

  const open = async (one: Page, language: 'en' | 'fr' = 'en'): Promise<void> => {
    await one.goto(at.portal.address + href('presence', language, { person: applicant.personId }), { waitUntil: 'load' });
    await one.waitForLoadState('networkidle');
  };
  const pass = async (time: number): Promise<void> => {
    at.portal.clock.advance(time);
    await context.clock.fastForward(time); // of all its pages
  };
  const dialogOf = (one: Page) => one.locator('dialog[open]');

  it('nothing is said for 12 and a half minutes; then a dialog asks, one key is enough, and the focus goes back', async () => {
    await open(page);
    await page.focus('#name');
    await pass(12 * MINUTE + 29 * SECOND);
    expect(await dialogOf(page).count()).toBe(0);
    await pass(2 * SECOND);
    const dialog = dialogOf(page);
    await dialog.waitFor();
    expect(await dialog.getAttribute('role')).toBe('alertdialog');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Stay signed in');
    const named = async (attribute: string) => page.textContent(`#${await dialog.getAttribute(attribute)}`);
    expect(await named('aria-labelledby')).toBe('Your session is about to end');
    expect(await named('aria-describedby')).toContain('ends in less than 3 minutes');
    expect(await faultsOnPage(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialogOf(page).waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.id')).toBe('name');
    expect(await page.textContent('[data-session-ends]')).toContain('10:27'); // 12:31 + 15 minutes after 10 am
    // and the server gave the time that it says
    await pass(12 * MINUTE);
    await page.reload();
    expect(await page.textContent('h1')).toBe('Declare that you are in Canada');
  });

  it('all tabs follow: what stays open in one stays open in the others, each in its language', async () => {
    await open(page);
    const other = await context.newPage();
    await open(other, 'fr');
    await pass(13 * MINUTE);
    await dialogOf(page).waitFor();
    await dialogOf(other).waitFor();
    expect(await dialogOf(other).innerText()).toContain('Votre session est sur le point de prendre fin');
    expect(await faultsOnPage(other)).toEqual([]);
    await other.click('dialog[open] .btn');
    await dialogOf(page).waitFor({ state: 'hidden' });
    await dialogOf(other).waitFor({ state: 'hidden' });
    await other.click('.tabs .link'); // signs out
    await other.waitForURL(/deconnexion-reussie/);
    await dialogOf(page).waitFor();
    expect(await dialogOf(page).innerText()).toContain('You have signed out');
  });

  it('when it is over nothing is sent by itself; the button keeps what was typed, and it is there again after signing in', async () => {
    await open(page);
    await page.check('#agreed');
    await page.fill('#name', applicant.name);
    await page.fill('#password', PASSWORD);
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await pass(13 * MINUTE);
    await pass(2 * MINUTE + SECOND);
    await dialogOf(page).locator('[data-state=ended]').waitFor();
    expect(sent).toEqual([]);
    expect(await faultsOnPage(page)).toEqual([]);
    await page.click('dialog[open] [data-state=ended] .btn');
    await page.waitForURL(/session-ended/);
    expect(await page.textContent('main')).toContain('What you typed is kept. It has not been sent.');
    await page.click('main .btn');
    await page.fill('#username', applicant.username);
    await page.fill('#password', PASSWORD);
    await page.click('main .btn');
    expect(await page.textContent('main')).toContain('This has not been sent yet');
    expect([await page.inputValue('#name'), await page.isChecked('#agreed'), await page.inputValue('#password')]).toEqual([
      applicant.name,
      true,
      '',
    ]);
    expect(await at.portal.sql('select 1 from presence_declaration where person_id = $1', [applicant.personId])).toEqual([]);
  });

  it('at the longest it may last the dialog says that it can’t be made longer', async () => {
    await at.portal.sql('update session set created_at = $2 where account_id = $1', [
      applicant.accountId,
      new Date(at.portal.clock.now().getTime() - 12 * HOUR + 5 * MINUTE),
    ]);
    await open(page);
    await pass(2 * MINUTE + 31 * SECOND);
    await dialogOf(page).waitFor();
    expect(await dialogOf(page).innerText()).toContain('can’t be made longer: 12 hours are the most');
    expect(await page.locator('dialog[open] button:visible').allInnerTexts()).toEqual(['Go on', 'Sign out']);
    await page.keyboard.press('Enter');
    expect(await dialogOf(page).count()).toBe(0);
  });
});
