import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { SeenPage } from './seen-page.js';

export interface Window {
  readonly width: number;
  readonly height: number;
  /** Whether the page's own scripts run. Scripts of whoever judges the page may, either way. */
  readonly scripts: boolean;
  /** They come after the page is drawn, as from far away: what they move is seen. */
  readonly late?: boolean;
}

/** Milliseconds; a page is drawn in some tens of them. */
const LATE = 150;

/** A browser's window in which pages are shown again, as they were seen: the same markup at the same address, with styles and pictures. */
export class PageMirror {
  readonly page: Page;
  readonly #address: string;
  #html = '';

  private constructor(page: Page, address: string) {
    this.page = page;
    this.#address = address;
  }

  static async open(browser: Browser, address: string, { width, height, scripts, late }: Window): Promise<PageMirror> {
    const context = await browser.newContext({ viewport: { width, height } });
    const mirror = new PageMirror(await context.newPage(), address);
    await mirror.page.bringToFront(); // in a window behind another one Firefox shows no focus
    await mirror.page.route('**/*', async (route) => {
      const request = route.request();
      if (request.isNavigationRequest() && request.frame() === mirror.page.mainFrame())
        return route.fulfill({ contentType: 'text/html; charset=utf-8', body: mirror.#html });
      if (request.resourceType() !== 'script') return route.continue();
      if (late) await wait(LATE);
      return scripts ? route.continue() : route.abort();
    });
    return mirror;
  }

  /** Answers when the page and its pictures are there. */
  async show(seen: Pick<SeenPage, 'html' | 'path' | 'cookie'>): Promise<Page> {
    this.#html = seen.html;
    await this.#be(seen.cookie);
    await this.page.goto('about:blank'); // else the same address with a # would be no new page
    await this.page.goto(this.#address + seen.path, { waitUntil: 'load' });
    return this.page;
  }

  /**
   * The same in the window of the page before, written anew: what was read into it stays, and axe is quick once it is warm. For pages
   * whose own scripts don't run.
   */
  async rewrite(seen: Pick<SeenPage, 'html' | 'path' | 'cookie'>): Promise<Page> {
    if (this.page.url() === 'about:blank') return this.show(seen);
    await this.#be(seen.cookie);
    await this.page.setContent(seen.html, { waitUntil: 'load' });
    await this.page.evaluate(`history.replaceState(null, '', ${JSON.stringify(seen.path)})`);
    return this.page;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async #be(cookie: string): Promise<void> {
    const context = this.page.context();
    await context.clearCookies();
    const pairs = cookie.split('; ').filter(Boolean);
    await context.addCookies(pairs.map((pair) => this.#cookie(pair)));
  }

  #cookie(pair: string) {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: this.#address.replace('http:', 'https:'), secure: true };
  }
}
