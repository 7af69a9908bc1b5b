/**
 * `npm run test:browsers [-- --only WORDS] [--condition NAME]`: every page in every state and language, under each condition, in each
 * browser that is here. What is absent is named as skipped. Ends with 1 on faults.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { firefoxPath, launchChromium, launchFirefox } from '../browser.js';
import { OwnPortal } from '../own-portal.js';
import { collectPages } from './collect.js';
import { CONDITIONS } from './conditions.js';
import { PageMirror } from './page-mirror.js';
import { faultsInMarkup } from './probes-markup.js';
import { LIVELY } from './sample-portal.js';
import type { SeenPage } from './seen-page.js';

const { only, condition } = parseArgs({ options: { only: { type: 'string' }, condition: { type: 'string' } } }).values;
const begun = performance.now();
const minutes = (): string => ((performance.now() - begun) / 60_000).toFixed(1);
const chosen = CONDITIONS.filter(({ name }) => !condition || name.includes(condition));
const firefox = firefoxPath();

console.log('Starting a portal of its own, on a fresh database…');
const portal = await OwnPortal.start(LIVELY);
const browsers = new Map<string, Browser>([['Chromium', await launchChromium()]]);
if (firefox) browsers.set('Firefox', await launchFirefox(firefox));
else console.log('skipped: Firefox, which is not installed (npm run setup:debian)');
console.log('skipped: Back, and pressing twice, on every page: pages are shown again here as they were seen, and nothing answers a press');

const faults = new Map<string, string[]>();
const keep = (where: string, seen: SeenPage, found: readonly string[]): void => {
  for (const fault of found)
    faults.set(`${where}: ${fault}`, [...(faults.get(`${where}: ${fault}`) ?? []), `${seen.language} ${seen.path}`]);
};
let looks = 0;
try {
  const all = (await collectPages(portal, () => undefined)).filter(({ route }) => route !== 'mailboxPreview');
  const pages = all.filter(({ route, path }) => !only || `${route} ${path}`.includes(only));
  for (const seen of pages) keep('markup', seen, await faultsInMarkup(seen));
  for (const [name, browser] of browsers) {
    for (const { name: what, window, judge } of chosen) {
      const mirror = await PageMirror.open(browser, portal.address, window);
      for (const seen of pages) {
        keep(`${name}, ${what}`, seen, await judge(await (window.scripts ? mirror.show(seen) : mirror.rewrite(seen))));
        looks++;
      }
      await mirror.close();
      console.log(`${name}, ${what}: ${pages.length} pages, after ${minutes()} minutes`);
    }
  }
} finally {
  for (const browser of browsers.values()) await browser.close();
  await portal.stop();
}
for (const [fault, where] of faults) console.log(`${fault} · ${where.length}: ${where.slice(0, 3).join(' ')}`);
console.log(`${looks} looks at pages in ${minutes()} minutes: ${faults.size} kinds of faults`);
process.exit(faults.size === 0 ? 0 : 1);
