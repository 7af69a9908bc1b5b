import { afterAll, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../tools/browser.js';
import { aPortal, type TestPortal } from '../support/app.js';

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
