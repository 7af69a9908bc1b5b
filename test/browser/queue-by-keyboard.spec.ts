import type { Page } from 'playwright-core';
import { href } from '../../src/language/routes.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { button, tabTo } from './editor-hands.js';
import { inChromium, signedIn } from './in-chromium.js';

/** The officers' queue and files with the Tab and Enter keys alone (WCAG 2.1.1), and what of a case's history is printed. */
describe('from the queue to a file and back by keyboard', () => {
  const both = inChromium();
  let page: Page;
  const files: string[] = [];
  beforeAll(async () => {
    for (const familyName of ['Adair', 'Brunel'])
      files.push((await anApplicant(both.portal, { stage: 'addressed', facts: { familyName } })).personId);
    page = await signedIn(both, (await anOfficer(both.portal)).username, 'en');
  });

  const press = async (target: ReturnType<typeof button>): Promise<string> => {
    await tabTo(page, target);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    return new URL(page.url()).pathname;
  };

  it('takes the next task, passes it over, opens its case, and gives the file back', async () => {
    await page.goto(both.portal.address + href('adminQueue', 'en'));
    const first = await press(button(page, 'Start the next task'));
    expect(await page.textContent('main')).toContain('You have this file until');
    const second = await press(button(page, 'Next task'));
    expect([first, second].sort()).toEqual(files.map((person) => href('adminPresence', 'en', { person })).sort());
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe(first);
    await page.goForward();
    await press(page.locator('main .back'));
    expect(new URL(page.url()).pathname).toMatch(/\/admin\/cases\//);
    expect(await press(button(page, 'Give the file back'))).toBe(href('adminQueue', 'en'));
    const queue = (await page.textContent('main table')) ?? '';
    expect(queue).toContain('Adair');
    expect(queue).not.toContain('Yours until');
  });

  it('prints the history of a case without what is only pressed', async () => {
    await page.goto(both.portal.address + href('adminCases', 'en'));
    await page.click('main tbody a');
    await page.goto(`${page.url()}/history`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect(await page.locator('main tbody tr, main ol > li').first().isVisible()).toBe(true);
    for (const screenOnly of ['.tabs', '.lang', '.back', '.skip'])
      expect([screenOnly, await page.locator(screenOnly).first().isVisible()]).toEqual([screenOnly, false]);
  });
});
