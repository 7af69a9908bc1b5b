import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { href } from '../../src/language/routes.js';
import type { Frame } from '../../src/photos/frame/frame.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { firefoxPath, launchChromium, launchFirefox } from '../../tools/browser.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Applicant, anApplicant, PASSWORD } from '../support/people.js';
import { faultsOnPage } from './judge-page.js';

const FIREFOX = firefoxPath();
const BROWSERS: [string, () => Promise<Browser>][] = [['Chromium', launchChromium]];
if (FIREFOX) BROWSERS.push(['Firefox', () => launchFirefox(FIREFOX)]);
else it.skip('the photo editor in Firefox: FIREFOX_PATH is not set, and /usr/bin/firefox-esr is not there', () => undefined);

/** The script says what changed once the hand rests this long, in milliseconds. */
const QUIET = 500;
const SCRIPTS = '**/js/**';
const FIELDS = ['left', 'top', 'width', 'angle'] as const;

/** S23 in a real browser: the same frame by keys, by clicks, by numbers and by hand; with the page's script and without it. */
describe.each(BROWSERS)('the photo editor in %s', (name, launch) => {
  let browser: Browser;
  let portal: TestPortal;
  let photo: Buffer;
  let context: BrowserContext | null = null;
  beforeAll(async () => {
    [browser, portal] = [await launch(), await aPortal()];
    photo = await drawPortrait({ width: 2400, height: 3200, headScale: 0.6 });
  });
  afterAll(async () => {
    await browser.close();
    await portal.close();
  });
  afterEach(async () => {
    await context?.close();
    context = null;
  });

  /** Signs in, sends the photo and waits for the editor. `script`: whether the page's own script may come. */
  const inEditor = async (script: boolean, options: Parameters<Browser['newContext']>[0] = {}) => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    if (!script) await page.route(SCRIPTS, (route) => route.abort());
    const to = (path: string) => page.goto(new URL(path, portal.address).href);
    await to(href('signIn', 'en'));
    await page.fill('[name=username]', applicant.username);
    await page.fill('[name=password]', PASSWORD);
    await page.locator('main button[type=submit]').first().click();
    await to(href('photo', 'en', { person: applicant.personId }));
    await page.check('[name=source][value=digital]');
    await page.setInputFiles('[name=photo]', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo });
    await button(page, 'Upload photo').click();
    if (script) await page.locator('html.js').waitFor();
    expect(await page.locator('html.js').count()).toBe(script ? 1 : 0);
    return { page, applicant, start: await frameOn(page) };
  };

  const stored = async ({ personId }: Applicant): Promise<Frame> =>
    (await portal.em().findOneOrFail(PhotoAttempt, { person: personId })).frame;

  describe('with its script', () => {
    it('by keyboard alone: arrows, Shift, plus and minus; nothing traps the focus; Enter applies', async () => {
      const { page, applicant, start } = await inEditor(true);
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
      await page.locator('#apply').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'What we saw in the photo' }).waitFor();
      expect(await stored(applicant)).toEqual(chosen);
    });

    it('by clicks alone: each press at once, without a new page, as the server would have done it', async () => {
      const { page, applicant, start } = await inEditor(true);
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
      expect(await stored(applicant)).toEqual(by);
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
      await page.fill('#width', '1000');
      await page.keyboard.press('Tab');
      const after = await page.locator('.grip').boundingBox();
      expect(after!.width / before!.width).toBeCloseTo(1000 / start.width, 1);
      await page.locator('[role=status]').getByText('too large. Make the frame larger.').waitFor();
      await page.fill('#width', '500');
      await page.keyboard.press('Enter');
      await page.locator('.errors').waitFor();
      expect(await page.inputValue('#width')).toBe('500');
    });

    it('by dragging the frame, and by pulling a corner; the corner across stays', async () => {
      const { page, applicant, start } = await inEditor(true);
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
      expect(await stored(applicant)).toMatchObject({ left: 0, top: 0, width: pulled.width });
    });

    if (name === 'Chromium') {
      it('by two fingers on a phone: apart is larger, together is smaller', async () => {
        const { page, start } = await inEditor(true, { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
        const grip = page.locator('.grip');
        await grip.scrollIntoViewIfNeeded();
        const box = (await grip.boundingBox())!;
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const touch = await context!.newCDPSession(page);
        const fingers = (type: string, apart: number | null) =>
          touch.send(
            'Input.dispatchTouchEvent' as never,
            {
              type,
              touchPoints:
                apart === null
                  ? []
                  : [
                      { x: x - apart, y, id: 0 },
                      { x: x + apart, y, id: 1 },
                    ],
            } as never,
          );
        await fingers('touchStart', 30);
        await fingers('touchMove', 24);
        await fingers('touchMove', 20);
        await fingers('touchEnd', null);
        expect((await frameOn(page)).width / start.width).toBeCloseTo(20 / 30, 1);
      });
    }

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
      const { page, applicant } = await inEditor(false);
      await page.unroute(SCRIPTS);
      await page.route('**/whole*', (route) => route.abort());
      await page.reload();
      expect(await page.locator('.grip').count()).toBe(0);
      const before = await stored(applicant);
      await button(page, '← Left').click();
      await page.waitForURL(/#status$/);
      expect((await stored(applicant)).left).toBe(before.left - 40);
    });
  });

  describe('without its script', () => {
    it('by buttons: each press is a new page that begins at the words about the frame', async () => {
      const { page, applicant, start } = await inEditor(false);
      await button(page, '← Left').click();
      await page.waitForURL(/#status$/);
      await button(page, '− Smaller frame').click();
      await page.waitForLoadState();
      expect(await stored(applicant)).toMatchObject({ width: start.width - 40 });
      expect(await page.locator('.grip').count()).toBe(0);
      expect(await page.locator('#size').isVisible()).toBe(false);
    });

    it('by two clicks on the picture, at 320 pixels, whatever the pixels of the screen', async () => {
      const { page, applicant } = await inEditor(false, {
        viewport: { width: 320, height: 640 },
        ...(name === 'Chromium' ? { deviceScaleFactor: 3 } : {}),
      });
      await page.getByText('Show where the head is by two clicks').click();
      await page.locator('input[name=crown]').click({ position: { x: 140, y: 100 } });
      await page.getByText('Second click: the bottom of the chin.').waitFor();
      expect(await page.locator('input[name=chin]').isVisible()).toBe(true);
      await page.locator('input[name=chin]').click({ position: { x: 140, y: 200 } });
      await page.getByText('The frame is set by the two points you showed.').waitFor();
      const { head } = await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
      for (const [point, y] of [
        [head!.crown, 100],
        [head!.chin, 200],
      ] as const) {
        expect(Math.abs(point.x - (140 * 2400) / 280)).toBeLessThan(10);
        expect(Math.abs(point.y - (y * 2400) / 280)).toBeLessThan(10);
      }
    });

    it('by numbers; Enter updates the preview', async () => {
      const { page, applicant } = await inEditor(false);
      await page.getByText('Type the numbers instead').click();
      for (const [field, value] of Object.entries({ left: 300, top: 200, width: 1500, angle: 0 }))
        await page.fill(`#${field}`, String(value));
      await page.keyboard.press('Enter');
      await page.waitForURL(/#status$/);
      expect(await stored(applicant)).toEqual({ left: 300, top: 200, width: 1500, angle: 0 });
    });

    it('is as good for everybody: axe finds nothing, and it fits 320', async () => {
      const { page } = await inEditor(false);
      await page.getByText('Show where the head is by two clicks').click();
      await page.getByText('Type the numbers instead').click();
      expect(await faultsOnPage(page)).toEqual([]);
    });
  });
});

const button = (page: Page, words: string): Locator => page.getByRole('button', { name: words, exact: true });

/** The numbers in the form, as the script or the server wrote them. */
async function frameOn(page: Page): Promise<Frame> {
  const values = await Promise.all(FIELDS.map(async (field) => Number((await page.inputValue(`#${field}`)).replace('−', '-'))));
  const [left, top, width, angle] = values as [number, number, number, number];
  return { left, top, width, angle };
}

/** Goes on by Tab until this has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 60; press++) {
    if (await target.evaluate((one) => one === one.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(target)}`);
}

async function drag(page: Page, target: Locator, by: number, down: number): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = (await target.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by / 2, y + down / 2);
  await page.mouse.move(x + by, y + down);
  await page.mouse.up();
}
