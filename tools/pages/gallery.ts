/**
 * `npm run gallery [-- --out DIR] [--only WORDS]`: one HTML page with screenshots of every page, state, language and width side by side,
 * so that a person can look through the whole portal in a few minutes. Written to `var/gallery`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { CALLED_FROM, ROOT } from '../../src/config.js';
import { launchChromium } from '../browser.js';
import { OwnPortal } from '../own-portal.js';
import { collectPages } from './collect.js';
import { galleryPage, type Picture } from './gallery-page.js';
import { PageMirror } from './page-mirror.js';
import { LIVELY } from './sample-portal.js';
import type { SeenPage } from './seen-page.js';

const WIDTHS = [1280, 320];

const { out, only } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } }).values;
const folder = resolve(CALLED_FROM, out ?? join(ROOT, 'var', 'gallery'));

console.log('Starting a portal of its own, on a fresh database…');
const portal = await OwnPortal.start(LIVELY);
const browser = await launchChromium();
try {
  const pages = (await collectPages(portal, console.log)).filter(({ route, path }) => !only || `${route} ${path}`.includes(only));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), galleryPage(await picturesOf(browser, pages)));
  console.log(`${pages.length} pages: ${join(folder, 'index.html')}`);
} finally {
  await browser.close();
  await portal.stop();
}
process.exit(0);

async function picturesOf(browser: Browser, pages: readonly SeenPage[]): Promise<Picture[]> {
  const mirrors = await Promise.all(
    WIDTHS.map((width) => PageMirror.open(browser, portal.address, { width, height: 800, scripts: false })),
  );
  const pictures: Picture[] = [];
  for (const [number, page] of pages.entries()) {
    const files = await Promise.all(
      mirrors.map(async (mirror, index) => {
        const file = `${String(number).padStart(4, '0')}-${WIDTHS[index]}.jpg`;
        await (await mirror.show(page)).screenshot({ path: join(folder, file), type: 'jpeg', quality: 60, fullPage: true });
        return file;
      }),
    );
    pictures.push({ page, files });
    if (number % 100 === 99) console.log(`${number + 1} of ${pages.length}`);
  }
  return pictures;
}
