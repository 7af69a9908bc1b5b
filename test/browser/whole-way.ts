import type { Browser, Page } from 'playwright-core';
import { Translator } from '../../src/language/translator.js';
import { href } from '../../src/language/routes.js';
import { MAX_FILE_BYTES } from '../../src/photos/photo.rules.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { Journey } from '../../tools/journey.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, PASSWORD } from '../support/people.js';
import { codeFor } from '../support/second-factor.js';
import { Judge } from './judge-page.js';
import { RealBrowser, scriptsOn } from './real-browser.js';

/** The tests of the whole way in a real browser (S42): without JavaScript, and with it. Pages without scripts: every-page.spec.ts. */
export function wholeWayIn(launch: () => Promise<Browser>): void {
  let browser: Browser;
  let portal: TestPortal;
  let opened: RealBrowser[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    portal = await aPortal({ environment: { PHOTO_UNDO_SECONDS: '0' } }); // nobody waits a minute here
  });
  afterEach(async () => {
    await Promise.all(opened.map((one) => one.close()));
    opened = [];
    await portal.close();
  });

  const open = (language: 'en' | 'fr', javaScript: boolean, onPage?: (page: Page, path: string) => Promise<void>): RealBrowser => {
    const one = new RealBrowser(browser, { address: portal.address, language, javaScript, ...(onPage ? { onPage } : {}) });
    opened.push(one);
    return one;
  };

  const walk = async (language: 'en' | 'fr', newBrowser: () => RealBrowser): Promise<number> => {
    let steps = 0;
    const officer = await anOfficer(portal, { language, role: 'supervisor' });
    await new Journey({
      language,
      words: new Translator(),
      officer,
      officerCode: () => codeFor(portal, officer.username),
      applicant: { email: 'maren@mail.example', caseNumber: 'E900000009', familyName: 'Halloway', givenNames: 'Maren', uci: '9000-0009' },
      photos: [
        { name: 'é à.jpg', type: 'image/jpeg', bytes: await drawPortrait({ background: '#d9c9a8' }) },
        { name: 'photo.jpg', type: 'image/jpeg', bytes: await drawPortrait() },
      ],
      newBrowser,
      deliver: () => portal.deliverMail(),
      tell: () => void steps++,
    }).walk();
    return steps;
  };

  it('the whole way can be gone without JavaScript', async () => {
    const ran: string[] = [];
    const look = async (page: Page): Promise<void> => void ran.push(...(await scriptsOn(page)));
    expect(await walk('en', () => open('en', false, look))).toBeGreaterThan(50);
    expect(ran).toEqual([]);
  }, 300_000);

  it('and with JavaScript, in French; axe finds nothing on any page, and none is wider than a phone', async () => {
    const judge = new Judge();
    await walk('fr', () => open('fr', true, (page, path) => judge.look(page, path)));
    expect([...judge.faults]).toEqual([]);
    expect(judge.seen.size).toBeGreaterThan(30);
  }, 300_000);

  it('a wrong form puts the focus on the summary of its errors, without JavaScript', async () => {
    let shown: Page | null = null;
    const one = open('en', false, async (page) => {
      shown = page;
    });
    await one.visit(href('signIn', 'en'));
    await one.press('Sign in');
    const focused = (shown as unknown as Page).locator(':focus').first();
    await focused.waitFor({ timeout: 10_000 }); // a browser moves the focus when it draws the page
    expect([one.status, await focused.getAttribute('class')]).toEqual([422, 'errors']);
  });

  it('a file that is too large is answered with the 413 page, and the person sees it', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const one = open('en', true);
    await one.visit(href('signIn', 'en'));
    await one.fill({ username: applicant.username, password: PASSWORD }).press('Sign in');
    await one.visit(href('photo', 'en', { person: applicant.personId }));
    const words = new Translator();
    for (const size of [MAX_FILE_BYTES + 200_000, 20 * 1024 * 1024]) {
      await one.visit(href('photo', 'en', { person: applicant.personId }));
      one.choose('source', 'digital').attach('photo', { name: 'large.jpg', type: 'image/jpeg', bytes: Buffer.alloc(size) });
      await one.press(words.text('en', 'photo:upload.act'));
      expect([one.status, one.heading]).toEqual([413, 'The file is too large']);
    }
  }, 60_000);
}
