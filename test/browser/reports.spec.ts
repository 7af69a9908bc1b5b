import { href } from '../../src/language/routes.js';
import { count, decided } from '../reports/counting.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { inChromium, signedIn } from './in-chromium.js';
import { faultsOnPage } from './judge-page.js';

const world = inChromium();

/** In French alone, whose words are longer: what every-page.spec.ts sees in both languages, and what only this way leads to. */
const language = 'fr';

it('a supervisor reads reports and makes a check information, on pages that axe and a phone find no fault with', async () => {
  const { portal } = world;
  await anApplicant(portal, { stage: 'replied' });
  await count(portal);
  await decided(portal, 'pose', 400, 200);
  const page = await signedIn(world, (await anOfficer(portal, { role: 'supervisor', language })).username, language);
  const faults: string[] = [];
  const look = async (address?: string): Promise<void> => {
    if (address) await page.goto(portal.address + address);
    for (const fault of await faultsOnPage(page)) faults.push(`${new URL(page.url()).pathname}: ${fault}`);
  };
  await look(href('adminReports', language));
  await look(href('adminReportsWaiting', language));
  await look(href('adminReportsArrivals', language));
  await page.fill('#from', '2030-01-07');
  await page.click('#period button');
  await look(); // refused: it lies ahead
  await page.fill('#from', '2026-11-02');
  await page.fill('#to', '2026-11-08');
  await page.click('#period button');
  await look();
  expect(await page.locator('tbody tr').count()).toBe(1);
  await look(href('adminReportsMail', language));
  await look(href('adminReportsFairness', language));
  await page.click('.find a');
  await look();
  await page.click('main .btn');
  await look();
  await page.click('main .btn');
  await look();
  expect(faults).toEqual([]);
});
