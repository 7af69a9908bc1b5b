import { Person } from '../../src/cases/person.entity.js';
import { AccountService } from '../../src/accounts/account.service.js';
import { Account } from '../../src/accounts/account.entity.js';
import { href } from '../../src/language/routes.js';
import { Representation } from '../../src/representatives/representation.entity.js';
import { Representations } from '../../src/representatives/representations.service.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer } from '../support/lanes.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { aForm } from '../support/representatives.js';
import { signIn } from '../support/sign-in.js';

/** S32: a representative can't sign in with the applicant's username and password; each has an account and an address of their own. */
describe('S32: representatives never sign in as the applicant', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('a representative has an account of their own, and its session opens the client list and nothing of the applicant’s', async () => {
    const applicant = await anApplicant(portal);
    const representative = await aRepresentativeOf(portal, applicant);
    const browser = await signIn(portal, representative);
    expect(browser.path).toBe(href('clients', 'en'));
    for (const path of [href('confirmation', 'en'), href('status', 'en', { person: applicant.personId })]) {
      expect([path, (await browser.visit(path)).status]).toEqual([path, 403]);
    }
    await browser.visit(href('account', 'en')); // “My account” is their own
    expect(browser.text).toContain(representative.username);
    expect(browser.text).not.toContain(applicant.username);
  });

  it('the applicant’s username does not open with the representative’s password, nor the other way round', async () => {
    const applicant = await anApplicant(portal);
    const representative = await aRepresentativeOf(portal, applicant, { password: 'another four quiet herons' });
    expect((await signIn(portal, representative)).path).toBe(href('clients', 'en')); // each is the right one of its own account
    expect((await signIn(portal, applicant)).path).toBe(href('confirmation', 'en'));
    for (const [username, password] of [
      [applicant.username, 'another four quiet herons'],
      [representative.username, applicant.password],
    ] as const) {
      const browser = await portal.visitor().visit(href('signIn', 'en'));
      await browser.fill({ username, password }).press('Sign in');
      expect(browser.status).toBe(422);
      await browser.forge(href('signIn', 'en'), { username, password });
      expect(browser.status).toBe(422);
    }
  });

  it('a session belongs to one account: signing in as somebody else ends it and begins another', async () => {
    const applicant = await anApplicant(portal);
    const representative = await aRepresentativeOf(portal, applicant);
    const browser = await signIn(portal, representative);
    const before = browser.cookies.header;
    await browser.press('Sign out');
    browser.cookies.clear();
    await browser.visit(href('signIn', 'en'));
    await browser.fill({ username: applicant.username, password: applicant.password }).press('Sign in');
    expect(browser.cookies.header).not.toBe(before);
    const rows = await portal.sql('select account_id from session where account_id = any($1)', [
      [applicant.accountId, representative.accountId],
    ]);
    expect(rows).toEqual([{ account_id: applicant.accountId }]);
  });

  it('an applicant’s account never carries a representative’s address', async () => {
    const client = await anApplicant(portal);
    const representative = await aRepresentativeOf(portal, client);
    const officer = asOfficer(await anOfficer(portal));
    const invited = await anApplicant(portal, { email: representative.email, stage: 'replied' });
    expect(await portal.get(AccountService).createForPerson(officer, invited.personId)).toMatch(/representative/i);
    expect(await portal.em().count(Account, { person: { id: invited.personId } })).toBe(0);
  });

  it('a representative’s account never carries an applicant’s address: the officer’s form is refused', async () => {
    const [applicant, other] = [await anApplicant(portal), await anApplicant(portal)];
    const officer = asOfficer(await anOfficer(portal));
    const refusal = await portal
      .get(Representations)
      .record(officer, applicant.personId, aForm(portal, { email: other.email.toUpperCase() }));
    expect(refusal).toBe('applicant');
    expect(await portal.em().count(Representation, { caseFile: applicant.caseId })).toBe(0);
  });

  it('the database holds to both, whatever the code does', async () => {
    const [client, other] = [await anApplicant(portal), await anApplicant(portal)];
    const representative = await aRepresentativeOf(portal, client);
    const take = (to: string, from: string): Promise<unknown> =>
      portal.sql('update account set email_index = (select email_index from account where id = $2) where id = $1', [to, from]);
    for (const [to, from] of [
      [other.accountId, representative.accountId],
      [representative.accountId, other.accountId],
    ] as const)
      await expect(take(to, from)).rejects.toEqual(expect.objectContaining({ constraint: 'account_one_side_holds' }));
    await take(other.accountId, client.accountId); // people of a family may share theirs
  });

  it('the applicant is told to share the password with nobody, and that a representative has an account of their own', async () => {
    const browser = await signIn(portal, await anApplicant(portal, { stage: 'temporary' }));
    expect(browser.text).toMatch(/Never share it: a person who represents you has an account of their own/);
    const french = await signIn(portal, await anApplicant(portal, { stage: 'temporary', language: 'fr' }));
    expect(french.text).toMatch(/la personne qui vous représente/i);
    expect(await portal.em().count(Person)).toBeGreaterThan(0);
  });
});
