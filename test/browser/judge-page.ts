import type { Browser, Page } from 'playwright-core';
import { PageMirror } from '../../tools/pages/page-mirror.js';
import { faultsByAxe, faultsOfWidth } from '../../tools/pages/probes-shown.js';

/** What axe finds on a page, and what is too wide or cut off on a phone of 320 pixels. */
export const faultsOnPage = async (page: Page): Promise<string[]> => [...(await faultsByAxe(page)), ...(await faultsOfWidth(page, [320]))];

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
 * axe needs scripts, and hangs where they are off (PAGES.md 6). So a page that was met without JavaScript is shown again in a window that
 * may run axe but none of the page's own scripts.
 */
export class ScriptlessMirror {
  #mirror: PageMirror | null = null;
  readonly #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async faultsOf(page: Page): Promise<string[]> {
    const { origin, pathname, search, hash } = new URL(page.url());
    this.#mirror ??= await PageMirror.open(this.#browser, origin, { width: 1280, height: 900, scripts: false });
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const shown = await this.#mirror.show({ html: await page.content(), path: pathname + search + hash, cookie });
    const faults = await faultsOnPage(shown);
    if (await shown.locator('html.js').count()) faults.push('a script of the page ran');
    return faults;
  }

  async close(): Promise<void> {
    await this.#mirror?.close();
  }
}
