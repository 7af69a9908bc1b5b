import type { Page } from 'playwright-core';
import type { RouteName } from '../../src/language/route-table.js';
import { href, hrefByName } from '../../src/language/routes.js';
import { aFamily, BORN, inviteFamily, replyForFamily } from '../support/family.js';
import { theMail } from '../support/mailbox.js';
import { anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { inChromium, signedIn } from './in-chromium.js';
import { faultsOnPage } from './judge-page.js';

const SPOUSE = { relation: 'spouse', givenNames: 'Odo', born: BORN.adult } as const;
const CHILD = { relation: 'child', givenNames: 'Pim', born: BORN.child } as const;
/** Nothing in it lets it break. */
const LONG_NAME = 'Quillfeatherravensworththornburysaltmarshlarkspurmoncton';
const ADULT = { relation: 'dependant', givenNames: 'Zita', born: BORN.adult, email: 'zita@mail.example' } as const;

/** The pages of a family, in Chromium: what axe finds, and no wider than a phone. */
describe.each(['en', 'fr'] as const)('pages of a family, in %s', (language) => {
  const at = inChromium();
  const open = async (page: Page, route: RouteName, params: Record<string, string> = {}): Promise<void> => {
    await page.goto(at.portal.address + hrefByName(route, language, params));
    expect([route, page.url().includes(hrefByName(route, language, params)), await faultsOnPage(page)]).toEqual([route, true, []]);
  };

  it('who acts for a child sees the board, declares, and uses one address for all', async () => {
    const { principal, child } = await aFamily(at.portal, { language, stage: 'addressed', abroad: 'child' });
    const page = await signedIn(at, principal.username, language);
    await open(page, 'confirmation');
    await open(page, 'presence', { person: child.id });
    await open(page, 'abroad', { person: child.id });
    await open(page, 'status', { person: child.id });
    await open(page, 'addressCopy', { person: principal.personId });
    await page.click('main form .btn');
    expect(await faultsOnPage(page)).toEqual([]);
  });

  it('a long family name makes no page wider than a phone', async () => {
    const { principal, child } = await aFamily(at.portal, { language, stage: 'declared', familyName: LONG_NAME });
    const page = await signedIn(at, principal.username, language);
    await open(page, 'confirmation');
    for (const route of ['status', 'leftCanada', 'presenceReceipt'] as const) await open(page, route, { person: principal.personId });
    for (const route of ['status', 'presence', 'abroad', 'homeAddress', 'photo'] as const) await open(page, route, { person: child.id });
    const helper = await signedIn(at, (await aRepresentativeOf(at.portal, principal, { language })).username, language);
    await open(helper, 'clients');
  });

  it('the principal applicant answers for the family, an officer reads it, and an adult is asked', async () => {
    const colleague = await anOfficer(at.portal, { language });
    const officer = await signIn(at.portal, { ...colleague, language: 'en' });
    const family = await inviteFamily(at.portal, officer, [SPOUSE, CHILD, ADULT], { language });
    const office = await signedIn(at, colleague.username, language);
    await open(office, 'adminCase', { case: family.caseId });
    await open(office, 'adminPersonNew', { case: family.caseId });
    await office.click('main form .btn');
    expect(await faultsOnPage(office)).toEqual([]);

    const page = await (await at.browser.newContext()).newPage();
    await page.goto(at.portal.address + href('invitation', language, { token: String(family.invitation.payload.token) }));
    const [year = '', month = '', day = ''] = family.given.facts.dateOfBirth.split('-');
    await page.fill('#dateOfBirth', day);
    await page.fill('#dateOfBirth-month', month);
    await page.fill('#dateOfBirth-year', year);
    await page.fill('#applicationNumber', family.given.number);
    const goOn = () => page.click('main form .btn');
    await goOn();
    const press = async (field: string, value: string): Promise<void> => {
      await page.check(`input[name=${field}][value=${value}]`);
      await goOn();
    };
    await press('who', 'applicant');
    await press('details', 'right');
    await press('address', 'known');
    await press('inCanada', 'yes');
    await page.fill('#height', '170');
    await press('eyeColour', 'brown');
    await open(page, 'replyMember', { person: family.ids.Odo ?? '' });
    await goOn();
    expect(await faultsOnPage(page)).toEqual([]);
    await page.check('input[name=details][value=right]');
    await press('address', 'principal');
    await open(page, 'replyMemberHere', { person: family.ids.Odo ?? '' });
    await goOn();
    expect(await faultsOnPage(page)).toEqual([]);

    const other = await inviteFamily(at.portal, officer, [SPOUSE, CHILD, { ...ADULT, email: 'zita-too@mail.example' }], { language });
    await replyForFamily(at.portal, other, [{}, { abroad: true }, { address: 'known', acting: 'principal' }]);
    await open(office, 'adminReply', { case: other.caseId });
    await office.click('main .acts .btn');
    await office.click('main .acts .btn');
    await open(office, 'adminCase', { case: other.caseId });
    await office.click(`form[action="${href('adminConsent', language, { person: other.ids.Zita ?? '' })}"] .btn`);
    const { payload } = theMail(await at.portal.deliverMail(), 'consent-asked');
    await open(page, 'consent', { token: String(payload.token) });
    await goOn();
    expect(await faultsOnPage(page)).toEqual([]);
    await press('answer', 'refused');
    expect(await faultsOnPage(page)).toEqual([]);
  });
});
