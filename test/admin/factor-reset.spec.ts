import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { addApp } from '../support/second-factor.js';
import { signIn } from '../support/sign-in.js';

/** Phone and recovery codes are lost: an officer checks who the person is and removes the second step. */
describe('the second step of somebody who has lost it', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const resetOf = ({ accountId }: Someone, language: 'en' | 'fr' = 'en') => href('adminFactorReset', language, { account: accountId });
  const ways = async ({ accountId }: Someone): Promise<number> =>
    (await portal.sql('select 1 from second_factor where account_id = $1', [accountId])).length;

  it('is removed from the case’s page once the officer says how they checked; sessions end, and the person is told', async () => {
    const [applicant, officer] = [await anApplicant(portal), await anOfficer(portal)];
    await addApp(portal, applicant.accountId);
    const [own, browser] = [await signIn(portal, applicant), await signIn(portal, officer)];
    await browser.visit(href('adminCase', 'en', { case: applicant.caseId }));
    await browser.follow('Lost? Remove it');
    await browser.press('Remove the second step');
    expect([browser.status, browser.errors().checkedBy, await ways(applicant)]).toEqual([422, expect.any(String), 1]);
    await browser.choose('checkedBy', 'telephone').press('Remove the second step');
    expect([browser.status, browser.lead]).toEqual([200, 'This account has no second step.']);
    expect(await ways(applicant)).toBe(0);
    expect(await portal.sql('select 1 from known_device where account_id = $1', [applicant.accountId])).toEqual([]);
    expect(theMail(await portal.deliverMail(), 'second-factor-removed').to).toBe(applicant.email);
    const event = await portal.em().findOneOrFail(AuditEvent, { subject: applicant.accountId, action: 'second_factor.removed' });
    expect(event).toMatchObject({ actorAccount: officer.accountId, details: { ways: ['app'], checkedBy: 'telephone' } });
    await own.visit(href('confirmation', 'en'));
    expect(own.path).not.toBe(href('confirmation', 'en'));
    expect((await signIn(portal, applicant)).path).toBe(href('confirmation', 'en'));
    await browser.forge(resetOf(applicant), { checkedBy: 'telephone' });
    expect(browser.status).toBe(409);
  });

  it('of an officer is removed by a supervisor only, who then adds a new one before anything else', async () => {
    const [officer, colleague, supervisor] = [
      await anOfficer(portal),
      await anOfficer(portal),
      await anOfficer(portal, { role: 'supervisor' }),
    ];
    const [one, other] = [await signIn(portal, colleague), await signIn(portal, supervisor)];
    expect((await one.visit(resetOf(officer))).status).toBe(403);
    await one.visit(href('adminQueue', 'en'));
    await one.forge(resetOf(officer), { checkedBy: 'in_person' });
    expect([one.status, await ways(officer)]).toEqual([403, 1]);
    await other.visit(resetOf(officer));
    await other.choose('checkedBy', 'in_person').press('Remove the second step');
    expect(await ways(officer)).toBe(0);
    expect((await signIn(portal, officer)).path).toBe(href('factorApp', 'en'));
  });

  it('of one’s own is no case for this page', async () => {
    const supervisor = await anOfficer(portal, { role: 'supervisor' });
    const browser = await signIn(portal, supervisor);
    expect((await browser.visit(resetOf(supervisor))).status).toBe(403);
  });

  it.each(LANGUAGES)('has a page in %s, and none for an account that is not there', async (language) => {
    const [applicant, officer] = [await anApplicant(portal), await anOfficer(portal, { language })];
    await addApp(portal, applicant.accountId);
    const browser = await signIn(portal, officer);
    expect((await browser.visit(resetOf(applicant, language))).heading).toContain(applicant.name);
    expect((await browser.visit(resetOf({ ...applicant, accountId: crypto.randomUUID() }, language))).status).toBe(404);
  });
});
