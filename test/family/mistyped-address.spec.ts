import { Person } from '../../src/cases/person.entity.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { press } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { BORN, type FamilyCase, inviteFamily, openPrincipalsAccount, replyForFamily } from '../support/family.js';
import { theMail } from '../support/mailbox.js';
import { faultsOf } from '../support/markup.js';
import { anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const SPOUSE = { relation: 'spouse', givenNames: 'Odo', born: BORN.adult } as const;
const AGAIN = 'Send the link again';
const OTHER = 'Give another address';

/** A reply that gives somebody a mistyped address: its link is never opened, and an officer helps (PORTAL.md 6.9). */
describe('a mistyped address of an adult', () => {
  let portal: TestPortal;
  let officer: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await signIn(portal, await anOfficer(portal));
  });
  afterAll(() => portal.close());

  const panel = (name: string) => officer.$('.panel').filter((_, one) => officer.$(one).find('h3').text().includes(name));
  const page = ({ caseId }: FamilyCase): Promise<Visitor> => officer.visit(href('adminCase', 'en', { case: caseId }));
  const mistyped = async (typo: string) => {
    const family = await inviteFamily(portal, officer, [SPOUSE]);
    const { link } = theMail(
      (await replyForFamily(portal, family, [{ email: typo }])).filter(({ to }) => to === typo),
      'email-confirm',
    );
    await openPrincipalsAccount(officer, family);
    await portal.deliverMail();
    return { family, link, odo: family.ids.Odo ?? '' };
  };

  it('is shown on the case with two acts, and everybody reads that it must be confirmed first', async () => {
    const { family } = await mistyped('odo-typo-1@mail.example');
    await page(family);
    expect(panel('Odo').text()).toContain('nobody has opened the link sent to');
    expect(panel('Odo').text()).toContain('Waiting on you: open the link that confirms your email address');
    expect(panel('Odo').find('.acts').text()).toContain(OTHER);
    expect(panel('Odo').find('.acts').text()).not.toContain('Create the account');
    expect(await faultsOf(officer.html)).toEqual([]);
  });

  it('the link is sent again, once for a double press, and the former one is dead', async () => {
    const { family, link } = await mistyped('odo-typo-2@mail.example');
    await page(family);
    const seen = officer.html;
    const address = /action="([^"]*email\/link[^"]*)"/.exec(seen)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = `_csrf=${encodeURIComponent(officer.csrfToken)}`;
    await officer.press(AGAIN);
    expect(officer.text).toContain('A link is on its way');
    expect((await officer.raw('POST', address, headers, body)).status).toBe(303);
    const again = theMail(await portal.deliverMail(), 'email-confirm');
    expect(again.to).toBe('odo-typo-2@mail.example');
    expect((await portal.visitor().visit(link)).status).toBe(404);
    const browser = await portal.visitor().visit(again.link);
    await browser.press('This address is mine');
    await page(family);
    expect(panel('Odo').text()).not.toContain(AGAIN);
    expect(panel('Odo').text()).toContain('Create the account');
  });

  it('another address counts once its own link is opened; then the account is mailed there', async () => {
    const { family, link, odo } = await mistyped('odo-typo-3@mail.example');
    await page(family);
    await officer.follow(OTHER);
    expect(await faultsOf(officer.html)).toEqual([]);
    await officer.press('Send the link to the new address');
    expect([officer.status, Object.keys(officer.errors()).sort()]).toEqual([422, ['check', 'email']]);
    await officer.choose('check', 'video').fill({ email: 'odo-right@mail.example' }).press('Send the link to the new address');
    expect(officer.path).toBe(`${href('adminCase', 'en', { case: family.caseId })}?done=link`);
    const mails = await portal.deliverMail();
    const right = theMail(mails, 'email-confirm');
    expect(right.to).toBe('odo-right@mail.example');
    expect((await portal.visitor().visit(link)).status).toBe(404);
    expect((await portal.em().findOneOrFail(Person, { id: odo })).email).not.toBe('odo-right@mail.example');
    const browser = await portal.visitor().visit(right.link);
    await browser.press('This address is mine');
    await page(family);
    await press(officer, 'createAccount');
    expect(theMail(await portal.deliverMail(), 'temporary-password').to).toBe('odo-right@mail.example');
    expect((await portal.visitor().visit(right.link)).status).toBe(410);
  });
});
