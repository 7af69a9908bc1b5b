import type { Browser } from 'playwright-core';
import { firefoxPath, launchFirefox } from '../../tools/browser.js';

/** A `describe` in Firefox, where it is installed; otherwise a skipped test says so by name. @param what is tried in it */
export function describeInFirefox(what: string, tests: (launch: () => Promise<Browser>) => void): void {
  const path = firefoxPath();
  if (path) describe(`${what} in Firefox`, () => tests(() => launchFirefox(path)));
  else it.skip(`${what} in Firefox: FIREFOX_PATH is not set, and /usr/bin/firefox-esr is not there`, () => undefined);
}
