import type { Browser, CDPSession, Page } from 'playwright-core';
import { SecondFactor } from '../../src/accounts/second-factor/second-factor.entity.js';
import { href } from '../../src/language/routes.js';
import { launchChromium } from '../../tools/browser.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Applicant, anApplicant, anOfficer, PASSWORD, type Someone } from '../support/people.js';
import { faultsOnPage } from './judge-page.js';

/** TRUST.md 15: passkeys, with Chromium's virtual authenticator. */
describe('a passkey, in Chromium', () => {
  let portal: TestPortal;
  let browser: Browser;
  let page: Page;
  let device: CDPSession;
  let authenticatorId: string;
  let applicant: Applicant;
  beforeAll(async () => {
    portal = await aPortal();
    browser = await launchChromium();
    page = await browser.newPage();
    device = await page.context().newCDPSession(page);
    await device.send('WebAuthn.enable');
    ({ authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    }));
    applicant = await anApplicant(portal);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await portal?.close();
  });

  const at = (): string => new URL(page.url()).pathname;
  const go = (path: string) => page.goto(portal.address + path, { waitUntil: 'load' });
  const press = async (selector: string): Promise<void> => {
    await Promise.all([page.waitForEvent('load'), page.click(selector)]);
  };
  const givePassword = async (person: Someone): Promise<void> => {
    await go(href('signIn', 'en'));
    await page.fill('#username', person.username);
    await page.fill('#password', person.password);
    await press('main .btn');
  };
  const signOut = () => press('.tabs form button');
  const keys = async (person: Someone): Promise<SecondFactor[]> => portal.em().find(SecondFactor, { account: person.accountId });

  it('is added under a name, with the password; its words stand there without a script', async () => {
    await givePassword(applicant);
    await go(href('factorPasskey', 'en'));
    expect(await faultsOnPage(page)).toEqual([]);
    await page.fill('#name', 'my laptop');
    await page.fill('#password', PASSWORD);
    await press('[data-passkey-act]');
    expect(at()).toBe(href('factorCodes', 'en'));
    expect(await faultsOnPage(page)).toEqual([]);
    for (const route of ['factors', 'factorApp'] as const) {
      await go(href(route, 'en'));
      expect([route, await faultsOnPage(page)]).toEqual([route, []]);
    }
    await go(href('factors', 'en'));
    expect(await page.textContent('main')).toContain('my laptop');
    const [passkey] = await keys(applicant);
    expect([passkey?.kind, passkey?.name, passkey?.publicKey?.length]).toEqual(['passkey', 'my laptop', expect.any(Number)]);
    const bare = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
    const still = await bare.newPage();
    await still.goto(portal.address + href('factorPasskey', 'en'));
    expect(await still.textContent('main')).toContain('add an authenticator app instead');
    expect(await still.locator('[data-passkey-act]').boundingBox()).toBeNull(); // nor an empty place for it
    await bare.close();
    await signOut();
  }, 60_000);

  it('opens the account after the password, and its count goes up', async () => {
    const before = (await keys(applicant))[0]?.counter ?? 0;
    await givePassword(applicant);
    expect(at()).toBe(href('verification', 'en'));
    expect(await faultsOnPage(page)).toEqual([]);
    await press('#passkey');
    expect(at()).toBe(href('confirmation', 'en'));
    expect((await keys(applicant))[0]?.counter).toBeGreaterThan(before);
    await signOut();
  }, 60_000);

  it('answers a challenge once: what was sent before, or for another page, is refused with 422', async () => {
    await givePassword(applicant);
    let sent = '';
    await page.route(`**${href('verificationPasskey', 'en')}`, (route) => {
      sent = new URLSearchParams(route.request().postData() ?? '').get('credential') ?? '';
      return route.abort();
    });
    await page.click('#passkey');
    await page.waitForTimeout(500);
    await page.unroute(`**${href('verificationPasskey', 'en')}`);
    expect(sent).toContain('clientDataJSON');
    await givePassword(applicant); // a page of its own challenge
    await page.evaluate(`{
      const form = document.querySelector('[data-passkey] form');
      form.elements.credential.value = ${JSON.stringify(sent)};
      form.submit();
    }`);
    await page.waitForSelector('#passkey-error');
    expect(await page.textContent('#passkey-error')).toContain('This passkey could not be confirmed.');
    await press('#passkey'); // the page has a new challenge
    expect(at()).toBe(href('confirmation', 'en'));
    await signOut();
  }, 60_000);

  it('that is a copy, whose count does not go up, is refused', async () => {
    await portal.sql('update second_factor set counter = 4000000000 where account_id = $1', [applicant.accountId]);
    await givePassword(applicant);
    await press('#passkey');
    expect(await page.locator('#passkey-error').count()).toBe(1);
    expect(await faultsOnPage(page)).toEqual([]);
    await portal.sql('update second_factor set counter = 1 where account_id = $1', [applicant.accountId]);
  }, 60_000);

  it('cancelled, says so on the page and can be tried again', async () => {
    await givePassword(applicant);
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    await device.send('WebAuthn.clearCredentials', { authenticatorId });
    await page.click('#passkey');
    await page.waitForSelector('[data-status]:not(:empty)');
    expect(await page.textContent('[data-status]')).toBe('No passkey was given. You can try again.');
    expect(await page.locator('#passkey').isEnabled()).toBe(true);
  }, 60_000);

  it('that was removed is refused', async () => {
    const other = await anApplicant(portal);
    await givePassword(other);
    for (const name of ['one', 'two']) {
      await device.send('WebAuthn.clearCredentials', { authenticatorId });
      await go(href('factorPasskey', 'en'));
      await page.fill('#name', name);
      await page.fill('#password', PASSWORD);
      await press('[data-passkey-act]');
    }
    await signOut();
    await givePassword(other);
    // the device holds "two" only; it is removed between the page and the answer
    await portal.sql(
      `delete from second_factor where account_id = $1 and added_at = (select max(added_at) from second_factor where account_id = $1)
      and id = (select max(id::text)::uuid from second_factor where account_id = $1)`,
      [other.accountId],
    );
    await press('#passkey');
    expect(await page.locator('#passkey-error').count()).toBe(1);
  }, 60_000);

  it('is enough for an officer to enter', async () => {
    const officer = await anOfficer(portal, { app: false });
    await givePassword(officer);
    expect(at()).toBe(href('factorApp', 'en'));
    await go(href('factorPasskey', 'en'));
    await page.fill('#name', 'key');
    await press('[data-passkey-act]');
    expect(at()).toBe(href('factorCodes', 'en'));
    await press('main .btn');
    expect(at()).toBe(href('adminQueue', 'en'));
  }, 60_000);
});
