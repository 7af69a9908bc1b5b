import type { Browser, Page } from 'playwright-core';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { launchChromium } from '../../tools/browser.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { PASSWORD } from '../support/people.js';
import { codeFor } from '../support/second-factor.js';

/** One Chromium and one portal for all the tests of a `describe`; both are there from the first test on. */
export function inChromium(): { readonly browser: Browser; readonly portal: TestPortal } {
  const both: { browser?: Browser; portal?: TestPortal } = {};
  beforeAll(async () => {
    both.browser = await launchChromium();
    both.portal = await aPortal();
  });
  afterAll(async () => {
    await both.browser?.close();
    await both.portal?.close();
  });
  return both as { browser: Browser; portal: TestPortal };
}

/** Somebody in a browser of their own, signed in over the pages, with the second step where one is asked for. */
export async function signedIn({ browser, portal }: ReturnType<typeof inChromium>, username: string, its: Language): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(portal.address + href('signIn', its));
  await page.fill('#username', username);
  await page.fill('#password', PASSWORD);
  await page.click('main .btn');
  if (new URL(page.url()).pathname === href('verification', its)) {
    await page.fill('#oneTimeCode', await codeFor(portal, username));
    await page.click('main .btn');
  }
  return page;
}
