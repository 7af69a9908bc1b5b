import type { Page } from 'playwright-core';
import { LANGUAGES } from '../../src/language/language.js';
import type { RouteName } from '../../src/language/route-table.js';
import { hrefByName } from '../../src/language/routes.js';
import { faultsOfWidth } from '../../tools/pages/probes-shown.js';
import { aFamily } from '../support/family.js';
import { aRepresentativeOf } from '../support/people.js';
import { inChromium, signedIn } from './in-chromium.js';

/** Nothing in it lets it break. */
const LONG_NAME = 'Quillfeatherravensworththornburysaltmarshlarkspurmoncton';

const at = inChromium();

it.each(LANGUAGES)('a long family name makes no page of a family wider than a phone (%s)', async (language) => {
  const open = async (page: Page, route: RouteName, params: Record<string, string> = {}): Promise<void> => {
    await page.goto(at.portal.address + hrefByName(route, language, params));
    const opened = page.url().includes(hrefByName(route, language, params));
    expect([route, opened, await faultsOfWidth(page, [320])]).toEqual([route, true, []]);
  };
  const { principal, child } = await aFamily(at.portal, { language, stage: 'declared', familyName: LONG_NAME });
  const page = await signedIn(at, principal.username, language);
  await open(page, 'confirmation');
  for (const route of ['status', 'leftCanada', 'presenceReceipt'] as const) await open(page, route, { person: principal.personId });
  for (const route of ['status', 'presence', 'abroad', 'homeAddress', 'photo'] as const) await open(page, route, { person: child.id });
  const helper = await signedIn(at, (await aRepresentativeOf(at.portal, principal, { language })).username, language);
  await open(helper, 'clients');
});
