import type { Browser, BrowserContext } from 'playwright-core';
import { href } from '../../src/language/routes.js';
import type { Frame } from '../../src/photos/frame/frame.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Applicant, anApplicant, PASSWORD } from '../support/people.js';
import { launchChromium } from '../../tools/browser.js';
import { button, drag, fingersInChromium, fingersInFirefox, frameOn, middleOf, tabTo, write } from './editor-hands.js';
import { describeInFirefox } from './in-firefox.js';
import { faultsOnPage } from './judge-page.js';

/** The script says what changed once the hand rests this long, in milliseconds. */
const QUIET = 500;
const SCRIPTS = '**/js/**';

let portal: TestPortal;
let applicant: Applicant;
let photo: Buffer;
beforeAll(async () => {
  portal = await aPortal();
  applicant = await anApplicant(portal, { stage: 'addressed' });
  photo = await drawPortrait({ width: 2400, height: 3200, headScale: 0.6 });
});
afterAll(() => portal?.close());

const attempt = (em = portal.em()): Promise<PhotoAttempt> => em.findOneOrFail(PhotoAttempt, { person: applicant.personId });
const stored = async (): Promise<Frame> => (await attempt()).frame;
const address = (page: 'signIn' | 'photo' | 'photoFrame'): string =>
  new URL(href(page, 'en', { person: applicant.personId }), portal.address).href;

describe('the photo editor in Chromium', () => photoEditorIn('Chromium', launchChromium));
describeInFirefox('the photo editor', (launch) => photoEditorIn('Firefox', launch));

/** S23 in a real browser: the same frame by keys, by clicks, by numbers and by hand; with the page's script and without it. */
function photoEditorIn(name: 'Chromium' | 'Firefox', launch: () => Promise<Browser>): void {
  let browser: Browser;
  let context: BrowserContext | null = null;
  /** Signed in, and the photo as it was suggested: made once a browser, because both take seconds. */
  let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;
  let suggested: PhotoAttempt;
  beforeAll(async () => {
    browser = await launch();
    const page = await browser.newPage();
    await page.goto(address('signIn'));
    await page.fill('[name=username]', applicant.username);
    await page.fill('[name=password]', PASSWORD);
    await page.locator('main button[type=submit]').first().click();
    await page.waitForURL((url) => url.href !== address('signIn'));
    await page.goto(address('photo'));
    await page.check('[name=source][value=digital]');
    await page.setInputFiles('[name=photo]', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo });
    await button(page, 'Upload photo').click();
    await page.waitForURL(address('photoFrame'));
    signedIn = await page.context().storageState();
    suggested = await attempt();
    await page.context().close();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await context?.close();
    context = null;
  });

  /** Opens the editor with the suggested frame, in a new window. `script`: whether the page's own script may come. */
  const inEditor = async (script: boolean, options: Parameters<Browser['newContext']>[0] = {}) => {
    const em = portal.em();
    (await attempt(em)).setFrame(suggested.frame, { head: suggested.head ?? null, faces: suggested.faces ?? null });
    await em.flush();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, storageState: signedIn, ...options });
    const page = await context.newPage();
    if (!script) await page.route(SCRIPTS, (route) => route.abort());
    await page.goto(address('photoFrame'));
    if (script) await page.locator('html.js').waitFor();
    expect(await page.locator('html.js').count()).toBe(script ? 1 : 0);
    const start = await frameOn(page);
    expect(start).toEqual(suggested.frame);
    return { page, start };
  };

  describe('with its script', () => {
    it('by keyboard alone: arrows, Shift, plus and minus; nothing traps the focus; Enter applies', async () => {
      const { page, start } = await inEditor(true);
      const grip = page.locator('.grip');
      await tabTo(page, grip);
      for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp', 'Shift+ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key);
      expect(await frameOn(page)).toEqual({ ...start, left: start.left - 19, top: start.top - 9 });
      await page.keyboard.press('+');
      await page.keyboard.press('-');
      await page.keyboard.press('-');
      expect((await frameOn(page)).width).toBe(start.width - 10);
      const slider = page.locator('#size');
      await tabTo(page, slider);
      for (let press = 0; press < 12; press++) await page.keyboard.press('PageDown');
      expect(await slider.getAttribute('aria-valuetext')).toMatch(/^The head fills \d\d% of the height: too large\./);
      await page.locator('[role=status] p.warn').waitFor();
      await page.getByText('The head fills', { exact: false }).first().waitFor();
      await page.keyboard.press('Shift+Tab');
      const chosen = await frameOn(page);
      await tabTo(page, page.locator('button[value=apply]').last());
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'What we saw in the photo' }).waitFor();
      expect(await stored()).toEqual(chosen);
    });

    it('by clicks alone: each press at once, without a new page, as the server would have done it', async () => {
      const { page, start } = await inEditor(true);
      await page.evaluate('window.samePage = true');
      for (const words of ['← Left', '↓ Down', '− Smaller frame', '− Smaller frame', '+ Larger frame', '↻ 1° right'])
        await button(page, words).click();
      await page.getByLabel('4 pixels').check();
      await button(page, 'Right →').click();
      const by = await frameOn(page);
      expect(by).toMatchObject({ width: start.width - 40, angle: start.angle + 1 });
      expect(await page.evaluate('window.samePage')).toBe(true);
      await button(page, 'Apply and check').first().click();
      await page.getByRole('heading', { name: 'What we saw in the photo' }).waitFor();
      expect(await stored()).toEqual(by);
    });

    it.each([
      ['− Smaller frame', 6],
      ['+ Larger frame', 12],
      ['← Left', 8],
      ['↻ 1° right', 7],
    ])('after “%s”, %i times, it says word for word what the server then says', async (press, times) => {
      const { page } = await inEditor(true);
      const status = page.locator('[role=status]');
      for (let n = 0; n < times; n++) await button(page, press).click();
      await status
        .getByText(/(Make|Move|Turn) the frame /)
        .first()
        .waitFor();
      await page.waitForTimeout(QUIET);
      const said = await status.innerText();
      await page.getByText('Type the numbers instead').click();
      await button(page, 'Update preview').click();
      await page.waitForURL(/#status$/);
      expect(await status.innerText()).toBe(said);
    });

    it('by numbers alone: the picture follows, and the words say what it means', async () => {
      const { page, start } = await inEditor(true);
      await page.getByText('Type the numbers instead').click();
      const before = await page.locator('.grip').boundingBox();
      await write(page, '#width', '1000');
      await page.keyboard.press('Tab');
      const after = await page.locator('.grip').boundingBox();
      expect(after!.width / before!.width).toBeCloseTo(1000 / start.width, 1);
      await page.locator('[role=status]').getByText('too large. Make the frame larger.').waitFor();
      await write(page, '#width', '500');
      await page.keyboard.press('Enter');
      await page.locator('.errors').waitFor();
      expect(await page.inputValue('#width')).toBe('500');
    });

    it('leaves how the frame came about in the server’s words until the frame changes', async () => {
      const { page } = await inEditor(true);
      await page.goto(`${address('photoFrame')}?said=notLooked`);
      await page.locator('html.js').waitFor();
      const words = page.locator('[role=status]').getByText('so the frame stays as it is');
      await page.waitForTimeout(1_000); // the script says what changed after 400 ms
      expect(await words.isVisible()).toBe(true);
      await button(page, '← Left').click();
      await words.waitFor({ state: 'detached' });
    });

    it('by dragging the frame, and by pulling a corner; the corner across stays', async () => {
      const { page, start } = await inEditor(true);
      const scale = 2400 / (await page.locator('.stage').boundingBox())!.width;
      await drag(page, page.locator('.grip'), -30, 20);
      const moved = await frameOn(page);
      expect([moved.left - start.left, moved.top - start.top].map((by) => Math.round(by / scale))).toEqual([-30, 20]);
      await drag(page, page.locator('.handle').nth(2), -40, -56);
      const pulled = await frameOn(page);
      expect(pulled).toMatchObject({ left: expect.closeTo(moved.left, -1), top: expect.closeTo(moved.top, -1) });
      expect(Math.round((moved.width - pulled.width) / scale)).toBe(40);
      await drag(page, page.locator('.grip'), -2000, -2000);
      expect(await frameOn(page)).toMatchObject({ left: 0, top: 0 });
      await button(page, 'Apply and check').first().click();
      await page.getByRole('heading', { name: 'What we saw in the photo' }).waitFor();
      expect(await stored()).toMatchObject({ left: 0, top: 0, width: pulled.width });
    });

    it('by two fingers on a phone: apart is larger, together is smaller', async () => {
      const phone = name === 'Chromium' ? { hasTouch: true, isMobile: true } : {};
      const { page, start } = await inEditor(true, { viewport: { width: 320, height: 640 }, ...phone });
      const grip = page.locator('.grip');
      await grip.scrollIntoViewIfNeeded();
      const fingers = name === 'Chromium' ? fingersInChromium : fingersInFirefox;
      await fingers(page, await middleOf(grip), [30, 24, 20]);
      const smaller = await frameOn(page);
      expect(smaller.width / start.width).toBeCloseTo(20 / 30, 1);
      await fingers(page, await middleOf(grip), [20, 24, 28]);
      expect((await frameOn(page)).width / smaller.width).toBeCloseTo(28 / 20, 1);
      if (name === 'Firefox') return; // it takes no window for a phone's
      await page.setViewportSize({ width: 640, height: 320 });
      const stage = (await page.locator('.stage').boundingBox())!;
      expect(stage.height).toBeLessThanOrEqual(0.75 * 320 + 1);
      expect(stage.width / stage.height).toBeCloseTo(2400 / 3200, 1);
    });

    it('is as good for everybody: axe finds nothing, handles are 44 pixels, and it fits 320', async () => {
      const { page } = await inEditor(true);
      expect(await faultsOnPage(page)).toEqual([]);
      const handle = (await page.locator('.handle').first().boundingBox())!;
      expect([handle.width, handle.height].map(Math.round)).toEqual([44, 44]);
      await page.setViewportSize({ width: 320, height: 640 });
      await page.getByText('Show where the head is by two clicks').click();
      await page.getByText('Type the numbers instead').click();
      expect(await faultsOnPage(page)).toEqual([]);
    });

    it('stays the server’s form when the picture to drag on does not come', async () => {
      const { page } = await inEditor(false);
      await page.unroute(SCRIPTS);
      await page.route('**/whole*', (route) => route.abort());
      await page.reload();
      expect(await page.locator('.grip').count()).toBe(0);
      const before = await stored();
      await button(page, '← Left').click();
      await page.waitForURL(/#status$/);
      expect((await stored()).left).toBe(before.left - 40);
    });
  });

  describe('without its script', () => {
    it('by buttons: each press is a new page that begins at the words about the frame', async () => {
      const { page, start } = await inEditor(false);
      await button(page, '← Left').click();
      await page.waitForURL(/#status$/);
      await button(page, '− Smaller frame').click();
      await page.waitForLoadState();
      expect(await stored()).toMatchObject({ width: start.width - 40 });
      expect(await page.locator('.grip').count()).toBe(0);
      expect(await page.locator('#size').isVisible()).toBe(false);
    });

    it('by two clicks on the picture, at 320 pixels, whatever the pixels of the screen', async () => {
      const { page } = await inEditor(false, {
        viewport: { width: 320, height: 640 },
        ...(name === 'Chromium' ? { deviceScaleFactor: 3 } : {}),
      });
      await page.getByText('Show where the head is by two clicks').click();
      await page.locator('input[name=crown]').click({ position: { x: 140, y: 100 } });
      await page.getByText('Second click: the bottom of the chin.').waitFor();
      expect(await page.locator('input[name=chin]').isVisible()).toBe(true);
      await page.locator('input[name=chin]').click({ position: { x: 140, y: 200 } });
      await page.getByText('The frame is set by the two points you showed.').waitFor();
      const { head } = await attempt();
      const twoPixels = (2 * 2400) / 280; // the picture may lie at half a pixel of the page, and a pointer never does
      for (const [point, y] of [
        [head!.crown, 100],
        [head!.chin, 200],
      ] as const) {
        expect(Math.abs(point.x - (140 * 2400) / 280)).toBeLessThan(twoPixels);
        expect(Math.abs(point.y - (y * 2400) / 280)).toBeLessThan(twoPixels);
      }
    });

    it('by keyboard alone: Tab to each button, Enter presses it, and the way ends at the findings', async () => {
      const { page, start } = await inEditor(false);
      await tabTo(page, button(page, '← Left'));
      await page.keyboard.press('Enter');
      await page.waitForURL(/#status$/);
      expect((await stored()).left).toBe(start.left - 40);
      await tabTo(page, page.locator('button[value=apply]').last());
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'What we saw in the photo' }).waitFor();
    });

    it('by numbers; Enter updates the preview', async () => {
      const { page } = await inEditor(false);
      await page.getByText('Type the numbers instead').click();
      for (const [field, value] of Object.entries({ left: 300, top: 200, width: 1500, angle: 0 }))
        await page.fill(`#${field}`, String(value));
      await page.keyboard.press('Enter');
      await page.waitForURL(/#status$/);
      expect(await stored()).toEqual({ left: 300, top: 200, width: 1500, angle: 0 });
    });

    it('is as good for everybody: axe finds nothing, and it fits 320', async () => {
      const { page } = await inEditor(false);
      await page.getByText('Show where the head is by two clicks').click();
      await page.getByText('Type the numbers instead').click();
      expect(await faultsOnPage(page)).toEqual([]);
    });
  });
}
