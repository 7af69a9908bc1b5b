import type { RouteName } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

/** PORTAL.md 2, by role: where they begin, the tabs they have, and pages that are closed to them. */
it.each<['officer' | 'card_clerk' | 'supervisor', RouteName, string[], RouteName[]]>([
  ['officer', 'adminQueue', ['Queue', 'Photos', 'Cases', 'Password requests', 'Family files'], ['adminCards']],
  [
    'card_clerk',
    'adminCards',
    ['Cards', 'Family files'],
    ['adminQueue', 'adminCases', 'adminPhotos', 'adminPasswordRequests', 'adminCaseNew'],
  ],
  ['supervisor', 'adminQueue', ['Queue', 'Photos', 'Cases', 'Cards', 'Password requests', 'Family files'], []],
])('a %s begins where their work is, and has its tabs and no others', async (role, home, tabs, closed) => {
  const browser = await signIn(portal, await anOfficer(portal, { role }));
  expect(browser.path).toBe(href(home as 'adminQueue', 'en'));
  const shown = browser
    .$('nav a')
    .toArray()
    .map((link) => browser.$(link).text().trim());
  expect(shown.filter((text) => tabs.includes(text))).toEqual(tabs);
  expect(shown.filter((text) => ['Queue', 'Photos', 'Cases', 'Cards', 'Password requests'].includes(text) && !tabs.includes(text))).toEqual(
    [],
  );
  for (const page of closed) {
    expect([page, (await browser.visit(href(page as 'adminQueue', 'en'))).status]).toEqual([page, 403]);
    expect([page, browser.$('main .acts a').attr('href')]).toEqual([page, href(home as 'adminQueue', 'en')]); // no way back into a refusal
  }
});

it('a role that is taken away is gone with the next request', async () => {
  const officer = await anOfficer(portal, { role: 'supervisor' });
  const browser = await signIn(portal, officer);
  expect((await browser.visit(href('adminCards', 'en'))).status).toBe(200);
  await portal.sql(`update account set role = 'officer' where id = $1`, [officer.accountId]);
  expect((await browser.visit(href('adminCards', 'en'))).status).toBe(403);
});
