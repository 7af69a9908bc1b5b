import type { Page } from 'playwright-core';
import { href } from '../../src/language/routes.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { anApplicant } from '../support/people.js';
import { CREAM } from '../support/photos.js';
import { inChromium, signedIn } from './in-chromium.js';
import { faultsOnPage } from './judge-page.js';

/** In French alone, whose words are longer: what every-page.spec.ts sees in both languages, and what only this way leads to. */
const language = 'fr';

/** The photographer's link and the studio's pages, in Chromium: what axe finds, and no wider than a phone. */
describe('pages of a photographer’s link', () => {
  const at = inChromium();

  it('the applicant makes a link with its code and QR code; a studio sends through it, and the photo waits', async () => {
    const applicant = await anApplicant(at.portal, { language });
    const client = await signedIn(at, applicant.username, language);
    const onPage = async (page: Page, heading: string): Promise<void> =>
      expect([await page.locator('h1').innerText(), await faultsOnPage(page)]).toEqual([heading, []]);
    const link = at.portal.address + href('photographerLink', language, { person: applicant.personId });
    await client.goto(link);
    await onPage(client, words.link);
    await client.click('main .acts .btn');
    expect(await client.locator('svg.qr').isVisible()).toBe(true);
    const code = await client.locator('main code').innerText();
    await onPage(client, words.link);

    const studio = await (await at.browser.newContext()).newPage();
    await studio.goto(at.portal.address + href('photographer', language));
    await onPage(studio, words.ask);
    await studio.click('main form .btn');
    expect(await studio.locator('[aria-invalid=true]').count()).toBe(1);
    await onPage(studio, words.ask);
    await studio.fill('[name=code]', code);
    await studio.click('main form .btn');
    expect(new URL(studio.url()).pathname).toBe(href('photographerUpload', language, { code }));
    await onPage(studio, words.send);
    await studio.click('main form .btn');
    expect(await studio.locator('[aria-invalid=true]').count()).toBe(1);
    await onPage(studio, words.send);
    const buffer = Buffer.from(await drawPortrait({ background: CREAM }));
    await studio.setInputFiles('[name=photo]', { name: 'studio.jpg', mimeType: 'image/jpeg', buffer });
    await studio.click('main form .btn');
    expect(await studio.locator('.find .warn').count()).toBeGreaterThan(0);
    await onPage(studio, words.sent);
    await studio.goto(at.portal.address + href('photographerUpload', language, { code }));
    await onPage(studio, words.over);

    await client.goto(link);
    expect(await client.locator('.pic img').isVisible()).toBe(true);
    await onPage(client, words.link);
  });
});

const words = {
  link: 'Un studio envoie la photo',
  ask: 'Photographes : envoyer une photo',
  send: 'Envoyer une photo pour votre client ou cliente',
  sent: 'La photo est envoyée',
  over: 'Ce lien n’est plus valide',
} as const;
