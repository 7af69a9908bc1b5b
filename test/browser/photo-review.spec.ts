import type { Browser, BrowserContext, Page } from 'playwright-core';
import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoDecision } from '../../src/photos/review/photo-decision.entity.js';
import { launchChromium } from '../../tools/browser.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { CREAM, PhotoWay } from '../support/photos.js';
import { codeFor } from '../support/second-factor.js';
import { signIn } from '../support/sign-in.js';
import { faultsOnPage } from './judge-page.js';

/** The officers' review by single keys (PAGES.md 5; WCAG 2.1.4), in Chromium. Without JavaScript it is tested in test/admin. */
describe('the review of photos by keyboard', () => {
  let browser: Browser;
  let portal: TestPortal;
  let officer: Someone;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
    portal = await aPortal();
    officer = await anOfficer(portal);
    context = await browser.newContext({ viewport: { width: 320, height: 800 } });
    page = await context.newPage();
    await page.goto(portal.address + href('signIn', 'en'));
    await page.fill('#username', officer.username);
    await page.fill('#password', officer.password);
    await page.click('main .btn');
    await page.fill('#oneTimeCode', await codeFor(portal, officer.username));
    await page.click('main .btn');
  });
  afterAll(async () => {
    await browser?.close();
    await portal?.close();
  });

  const sent = async (background = CREAM): Promise<string> => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await new PhotoWay(await signIn(portal, applicant), applicant).submitted({ background });
    return (await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId })).id;
  };
  const open = async (attempt: string): Promise<void> => {
    await page.goto(portal.address + href('adminPhoto', 'en', { attempt }), { waitUntil: 'load' });
    await page.waitForTimeout(SETTLED);
  };
  const state = async (attempt: string) => (await portal.em().findOneOrFail(PhotoAttempt, { id: attempt })).state;

  it('a click on the photo marks the place that was clicked', async () => {
    await open(await sent());
    const box = (await page.locator('#photo').boundingBox())!;
    for (const [x, y, place] of [
      [0.9, 0.1, 'top_right'],
      [0.5, 0.5, 'middle'],
      [0.1, 0.95, 'bottom_left'],
    ] as const) {
      await page.locator('#photo').click({ position: { x: box.width * x, y: box.height * y } });
      expect(await page.inputValue('select[name=mark]')).toBe(place);
    }
    expect(await faultsOnPage(page)).toEqual([]);
  });

  it('+ and - enlarge the photo in its frame, buttons do so too, the keyboard scrolls it, and a click marks the place all the same', async () => {
    await open(await sent());
    const width = async () => (await page.locator('#photo').boundingBox())!.width;
    const [before, frame] = [await width(), (await page.locator('#zoom').boundingBox())!];
    await page.keyboard.press('+');
    expect(Math.round((await width()) / before)).toBe(2);
    await page.click('[data-zoom=in]');
    await page.click('[data-zoom=in]', { force: true }); // there is no more
    expect(Math.round((await width()) / before)).toBe(4);
    expect(await page.locator('#zoom').boundingBox()).toMatchObject({ width: frame.width, height: frame.height });
    expect(await faultsOnPage(page)).toEqual([]);
    await page.focus('#zoom');
    await page.keyboard.press('Control+Home');
    await page.evaluate('zoom.scrollTo(0, 0)');
    await page.click('#zoom', { position: { x: 40, y: 40 } });
    expect(await page.inputValue('select[name=mark]')).toBe('top_left');
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    expect(await width()).toBe(before);
    expect(await page.textContent('#zoom-acts output')).toBe('×1');
  });

  it('A is the look, A again accepts, U undoes; reasons by number and R return; each page fits and is accessible', async () => {
    const attempt = await sent();
    await open(attempt);
    expect(await faultsOnPage(page)).toEqual([]);
    await page.keyboard.press('a');
    await page.waitForSelector('#found');
    expect(await state(attempt)).toBe('submitted');
    expect(await faultsOnPage(page)).toEqual([]);
    await page.waitForTimeout(SETTLED);
    await page.keyboard.press('a');
    await page.waitForSelector('[role=status]');
    expect(await faultsOnPage(page)).toEqual([]);
    expect(await state(attempt)).toBe('accepted');
    await page.keyboard.press('u');
    await page.waitForSelector('#found');
    expect(await state(attempt)).toBe('in_review');
    await page.keyboard.press('r'); // no reason yet: it leads there
    expect(await page.evaluate<string>("document.activeElement.getAttribute('value')")).toBe('too_dark');
    await page.keyboard.press('2');
    await page.waitForTimeout(SETTLED);
    await page.keyboard.press('r');
    await page.waitForSelector('[role=status]');
    const decisions = await portal.em().find(PhotoDecision, { attempt }, { orderBy: { id: 'asc' } });
    expect(decisions.map(({ decision, reasons }) => [decision, reasons])).toEqual([
      ['accepted', []],
      ['returned', ['background_not_white']],
    ]);
  });

  it('does nothing while somebody types, with Ctrl, or held down, nor before the photo was there to be seen', async () => {
    const attempt = await sent();
    await page.goto(portal.address + href('adminPhoto', 'en', { attempt }), { waitUntil: 'domcontentloaded' });
    await page.keyboard.press('a'); // a press that was meant for the page before
    await page.waitForTimeout(SETTLED);
    await page.focus('#words');
    await page.keyboard.type('as 12 r');
    expect(await page.inputValue('#words')).toBe('as 12 r');
    await page.focus('h1 + *, main');
    await page.keyboard.press('Control+a');
    expect(page.url()).toContain(attempt);
    expect(await page.locator('#found').count()).toBe(0);
    expect(await state(attempt)).toBe('submitted');
  });

  it('turned off, keys press nothing and none is shown; the buttons work on', async () => {
    const attempt = await sent();
    await open(attempt);
    await page.click('text=Turn single-key shortcuts off');
    await page.waitForSelector('text=Turn single-key shortcuts on');
    await page.waitForTimeout(SETTLED);
    expect(await page.locator('kbd').count()).toBe(0);
    await page.keyboard.press('a');
    await page.waitForTimeout(200);
    expect(await state(attempt)).toBe('submitted');
    expect(await page.locator('#found').count()).toBe(0);
    await page.click('text=Show what the checks found');
    await page.waitForSelector('#found');
    await page.click('text=Turn single-key shortcuts on');
    await page.waitForSelector('kbd');
  });
});

/** Keys wait this long after a page came, so that a second press does not decide on the next photo. */
const SETTLED = 750;
