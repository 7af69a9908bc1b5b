import { ImportInviting } from '../../src/imports/import-inviting.service.js';
import { href } from '../../src/language/routes.js';
import { aFamilyRow, aRow, readTables, table } from '../imports/tables.js';
import { anOfficer } from '../support/people.js';
import { inChromium, signedIn } from './in-chromium.js';
import { faultsOnPage } from './judge-page.js';

const world = inChromium();

/** In French alone, whose words are longer: what every-page.spec.ts sees in both languages, and what only this way leads to. */
const language = 'fr';

it('an officer imports a table and invites its cases, on pages that axe and a phone find no fault with', async () => {
  const { portal } = world;
  const page = await signedIn(world, (await anOfficer(portal, { language })).username, language);
  const faults: string[] = [];
  const look = async (): Promise<void> => {
    for (const fault of await faultsOnPage(page)) faults.push(`${new URL(page.url()).pathname}: ${fault}`);
  };
  const send = async (bytes: Buffer): Promise<void> => {
    await page.goto(portal.address + href('adminImports', language));
    await page.setInputFiles('#table', { name: 'cases.csv', mimeType: 'text/csv', buffer: bytes });
    await page.click('main .btn');
  };
  await send(Buffer.from('PK\u0003\u0004'));
  await look();
  const one = aRow();
  await send(table([one, aFamilyRow(one), aRow({ uci: '1', dateOfBirth: '?' }), aRow(), aRow()]));
  await look();
  await readTables(portal);
  await page.click('form .btn.alt'); // Refresh
  await look();
  await page.click('a[href$="/invitations"]');
  await look();
  await page.goto(`${portal.address}${href('adminCases', language)}?show=notInvited`);
  await page.check('input[name=case] >> nth=0');
  await look();
  await page.click('form[action$="invitations"] .btn');
  await look();
  await page.click('main .btn');
  await look();
  await page.goBack();
  expect(await page.locator('main .btn').count()).toBe(0); // it was sent a moment ago
  await page.goto(portal.address + href('adminImports', language));
  await page.click('summary');
  await look();
  await page.click('tbody a >> nth=0');
  await page.click('a[href$="/invitations"]');
  await page.click('main .btn');
  await portal.get(ImportInviting).sendNext();
  await page.reload();
  await look();
  expect(faults).toEqual([]);
  expect((await portal.deliverMail()).filter(({ template }) => template === 'invitation')).toHaveLength(3);
});
