import type { Page } from 'playwright-core';
import { faultsByAxe, faultsOfWidth } from '../../tools/pages/probes-shown.js';

/** What axe finds on a page, and what is too wide or cut off on a phone of 320 pixels. */
export const faultsOnPage = async (page: Page): Promise<string[]> => [...(await faultsByAxe(page)), ...(await faultsOfWidth(page, [320]))];

/** Judges each page of a walk once, by its address and heading. */
export class Judge {
  readonly faults = new Set<string>();
  readonly seen = new Set<string>();

  async look(page: Page, path: string): Promise<void> {
    const shape = path.replace(/\?.*$/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\/[\w-]{43}|\d{8}T\w+/g, ':id');
    const name = `${shape} ${await page.locator('h1').first().innerText()}`;
    if (this.seen.has(name)) return;
    this.seen.add(name);
    for (const fault of await faultsOnPage(page)) this.faults.add(`${shape}: ${fault}`);
  }
}
