import { gzipSync } from 'node:zlib';
import type { Browser, Response } from 'playwright-core';
import { LANGUAGES } from '../../src/language/language.js';
import type { RouteName } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import type { Checker, Fault } from './checker.js';

/** Pages to which somebody comes with an empty cache, the longest among them. */
const PAGES = ['start', 'signIn', 'help', 'photoRequirements', 'photoCheck'] as const satisfies readonly RouteName[];
/** All of a first view, compressed as a proxy does it; in kB of 1000 bytes. */
const MOST_KB = 60;
/** How far things may jump while a page appears. */
const MOST_SHIFT = 0.02;
/** Milliseconds until the largest thing is painted, on a machine that does other work as well. */
const MOST_MS = 2_500;

/** In the page, before it begins: what it shifts, and when the largest thing was painted. */
const WATCH = `window.seen = { shift: 0, largest: 0 };
new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) seen.shift += one.value; }).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.largest = one.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });`;

/**
 * What Lighthouse would measure of five pages in both languages, in a phone's window with an empty cache: bytes, shifts, the largest paint.
 * Lighthouse itself is 176 MB in 85 packages; its audits of accessibility are those of axe, which `npm test` runs on every page.
 */
export const budgets: Checker = {
  version: () => null,
  absent: () => null,
  async check({ chromium, address }) {
    const faults: Fault[] = [];
    for (const language of LANGUAGES) {
      for (const route of PAGES) {
        const path = href(route, language);
        const { kB, shift, largest } = await measured(chromium, address + path);
        console.log(`${path}: ${kB.toFixed(1)} kB, shift ${shift.toFixed(3)}, largest paint after ${Math.round(largest)} ms`);
        const over = [
          ...(kB > MOST_KB ? [`more than ${MOST_KB} kB in the first view`] : []),
          ...(shift > MOST_SHIFT ? [`shifts by more than ${MOST_SHIFT}`] : []),
          ...(largest > MOST_MS ? [`the largest thing is painted after more than ${MOST_MS} ms`] : []),
        ];
        faults.push(...over.map((what) => ({ what, on: { language, path } })));
      }
    }
    return faults;
  },
};

async function measured(browser: Browser, url: string): Promise<{ kB: number; shift: number; largest: number }> {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, deviceScaleFactor: 2 });
  const page = await context.newPage();
  const responses: Response[] = [];
  page.on('response', (response) => responses.push(response));
  await page.addInitScript(WATCH);
  await page.goto(url, { waitUntil: 'networkidle' });
  const { shift, largest } = await page.evaluate<{ shift: number; largest: number }>('seen');
  const bytes = await Promise.all(responses.map(compressed));
  await context.close();
  return { kB: bytes.reduce((sum, one) => sum + one, 0) / 1_000, shift, largest };
}

/** Bytes of a response as a proxy sends it: what is text is compressed, fonts and pictures are already. */
async function compressed(response: Response): Promise<number> {
  const body = await response.body();
  const isText = /text|javascript|json|svg|xml/.test(response.headers()['content-type'] ?? '');
  return isText ? gzipSync(body).length : body.length;
}
