import { setTimeout as wait } from 'node:timers/promises';
import { href } from '../src/language/routes.js';
import { Visitor } from './visitor.js';

/** A code lasts 30 seconds and is taken once: somebody who signs in twice waits for the next. */
const LONGEST_WAIT = 40_000;

/** Signs in on the page that asks for name and password, with the code that the developers' page shows for sample people who have an app. */
export async function signInWith(
  browser: Visitor,
  { username, password }: { username: string; password: string },
  code = () => shownCode(browser.address, username),
): Promise<Visitor> {
  await browser.visit(href('signIn', 'en'));
  await browser.fill({ username, password }).press('Sign in');
  const begun = performance.now();
  while (browser.path === href('verification', 'en') && performance.now() - begun < LONGEST_WAIT) {
    await browser.fill({ oneTimeCode: await code() }).press('Continue');
    if (browser.path === href('verification', 'en')) await wait(5_000);
  }
  return browser;
}

/** What somebody's authenticator app shows now: the developers' page tells. */
export async function shownCode(address: string, username: string): Promise<string> {
  const { $ } = await new Visitor(address).visit(href('developers', 'en'));
  return $(`tr:contains("${username}") .otp`).text();
}
