import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { SignInEvent } from '../../src/accounts/sign-in-event.entity.js';
import { href } from '../../src/language/routes.js';
import { anApplicant, PASSWORD } from '../support/people.js';
import { inChromium } from './in-chromium.js';

/** A moment of press-once.js, and a little. */
const A_MOMENT = 1_600;

describe('a double click', () => {
  const at = inChromium();

  const signInPage = async (): Promise<{ page: Page; posts: string[] }> => {
    const page = await at.browser.newPage();
    await page.goto(at.portal.address + href('signIn', 'en'), { waitUntil: 'load' });
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(new URL(request.url()).pathname));
    return { page, posts };
  };

  it('sends a form once: who signs in is signed in', async () => {
    const applicant = await anApplicant(at.portal);
    const { page, posts } = await signInPage();
    await page.fill('#username', applicant.username);
    await page.fill('#password', PASSWORD);
    await page.dblclick('main button[type=submit]');
    await page.waitForURL((url) => url.pathname === href('confirmation', 'en'));
    expect(posts).toEqual([href('signIn', 'en')]);
    expect(await at.portal.em().count(SignInEvent, { account: applicant.accountId, outcome: 'done' })).toBe(1);
  });

  it('of another button, or after a moment, is a press of its own', async () => {
    const { page, posts } = await signInPage();
    await page.route('**/*', (route) => (route.request().method() === 'POST' ? route.fulfill({ status: 204 }) : route.continue()));
    const pressTwice = (button: string) => page.evaluate(`for (const _ of 'ab') document.querySelector('${button}').click()`);
    const heard = async (): Promise<string[]> => {
      await wait(200);
      return posts;
    };
    await pressTwice('main .btn');
    expect(await heard()).toEqual([href('signIn', 'en')]);
    await pressTwice('button.lang');
    expect(await heard()).toEqual([href('signIn', 'en'), href('languageSwitch', 'fr')]);
    await wait(A_MOMENT);
    await pressTwice('main .btn');
    expect(await heard()).toEqual([href('signIn', 'en'), href('languageSwitch', 'fr'), href('signIn', 'en')]);
  });
});
