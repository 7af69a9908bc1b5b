import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** In the page: how wide it is, and which element sticks out. */
const WIDEST = `(() => {
  const width = document.scrollingElement.scrollWidth;
  const out = [...document.querySelectorAll('body *')].find((one) => one.getBoundingClientRect().right > innerWidth + 1);
  return [width, out ? out.nodeName + '.' + out.className + ' ' + (out.textContent ?? '').trim().slice(0, 40) : ''];
})()`;

/**
 * What axe finds on a page, and whether it is wider than a phone of 320 pixels; the window gets its size back. In "legacy
 * mode" axe runs in the page alone, twice as quick: the other is for frames of other sites, which no page has.
 */
export async function faultsOnPage(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(TAGS);
  const { violations } = await axe.setLegacyMode(true).analyze();
  const faults = violations.map(({ id, help, nodes }) => `${id}, ${help}: ${nodes.map(({ target }) => target.join(' ')).join(' · ')}`);
  if (page.frames().length > 1) faults.push('a frame, into which axe did not look');
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const [width, widest] = await page.evaluate<[number, string]>(WIDEST);
  if (width > 320) faults.push(`${width} pixels wide at 320: ${widest}`);
  if (before) await page.setViewportSize(before);
  return faults;
}

/** Judges each page of a walk once, by its address and heading. */
export class Judge {
  readonly faults = new Set<string>();
  readonly seen = new Set<string>();

  async look(page: Page, path: string, judged: (page: Page) => Promise<string[]> = faultsOnPage): Promise<void> {
    const shape = path.replace(/\?.*$/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\/[\w-]{43}|\d{8}T\w+/g, ':id');
    const name = `${shape} ${await page.locator('h1').first().innerText()}`;
    if (this.seen.has(name)) return;
    this.seen.add(name);
    for (const fault of await judged(page)) this.faults.add(`${shape}: ${fault}`);
  }
}

/**
 * axe needs scripts, and hangs where they are off (PAGES.md 6). So a page that was met without JavaScript is shown again, the
 * same markup at the same address, in a window that may run axe but none of the page's own scripts.
 */
export class ScriptlessMirror {
  #mirror: Page | null = null;
  #html = '';
  readonly #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async faultsOf(page: Page): Promise<string[]> {
    this.#html = await page.content();
    this.#mirror ??= await this.#open();
    const context = this.#mirror.context();
    await context.clearCookies();
    await context.addCookies(await page.context().cookies());
    await this.#mirror.goto('about:blank'); // else the same address with a # would be no new page
    await this.#mirror.goto(page.url());
    const faults = await faultsOnPage(this.#mirror);
    if (await this.#mirror.locator('html.js').count()) faults.push('a script of the page ran');
    return faults;
  }

  async close(): Promise<void> {
    await this.#mirror?.context().close();
  }

  async #open(): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 } });
    const mirror = await context.newPage();
    await mirror.route('**/*', (route) => {
      if (route.request().isNavigationRequest()) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: this.#html });
      return /\/js\//.test(route.request().url()) ? route.abort() : route.continue();
    });
    return mirror;
  }
}
