import type { Browser } from 'playwright-core';
import { firefoxPath, launchChromium, launchFirefox } from '../../tools/browser.js';

type Launch = () => Promise<Browser>;

/**
 * For `describe.each`: Chromium, and Firefox where it is installed; otherwise a skipped test says so by name.
 * @param what is tried in them
 */
export function eachBrowser(what: string): [name: string, launch: Launch][] {
  const firefox = firefoxPath();
  if (firefox)
    return [
      ['Chromium', launchChromium],
      ['Firefox', () => launchFirefox(firefox)],
    ];
  it.skip(`${what} in Firefox: FIREFOX_PATH is not set, and /usr/bin/firefox-esr is not there`, () => undefined);
  return [['Chromium', launchChromium]];
}
