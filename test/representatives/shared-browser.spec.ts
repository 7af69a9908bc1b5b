import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { DAY, HOUR } from '../../src/clock.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aFamily, anAdultWhoAgreed } from '../support/family.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    signIn: 'Sign in',
    signOut: 'Sign out',
    told: 'in which a representative had signed in within a day',
    flag: 'in which a representative on this case had signed in within a day',
  },
  fr: {
    signIn: 'Se connecter',
    signOut: 'Se déconnecter',
    told: 'où une personne représentante s’était connectée',
    flag: 'où une personne représentante du dossier s’était connectée',
  },
} as const;

/** PORTAL.md 2, S32: nothing is refused, it may be a shared computer; officers and the applicant see it. */
describe('a browser in which a representative signed in, and then one of their clients', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  /** The next person at the same computer. */
  async function next(browser: Visitor, someone: Someone, language: 'en' | 'fr' = 'en'): Promise<Visitor> {
    await browser.press(WORDS[language].signOut);
    await browser.visit(href('signIn', language));
    return browser.fill({ username: someone.username, password: someone.password }).press(WORDS[language].signIn);
  }
  const recorded = ({ caseId }: Applicant) => portal.em().find(AuditEvent, { caseFile: caseId, action: 'browser.shared' });

  it.each(LANGUAGES)('is told to the applicant in neutral words and to officers, once a day (%s)', async (language) => {
    const applicant = await anApplicant(portal, { language });
    const representative = await aRepresentativeOf(portal, applicant, { language });
    const browser = await next(await signIn(portal, representative), applicant, language);
    expect([browser.status, browser.path]).toEqual([200, href('confirmation', language)]);
    await next(browser, applicant, language);
    expect(await recorded(applicant)).toMatchObject([
      { subject: applicant.accountId, details: { representative: representative.accountId } },
    ]);
    await browser.visit(href('accountActivity', language));
    expect(browser.text).toContain(WORDS[language].told);
    expect(browser.text).not.toContain('Perrin Aldous');

    const officer = await signIn(portal, { ...(await anOfficer(portal)), language });
    for (const page of [
      href('adminCase', language, { case: applicant.caseId }),
      href('adminPresence', language, { person: applicant.personId }),
    ]) {
      await officer.visit(page);
      expect([page, officer.text.includes(WORDS[language].flag)]).toEqual([page, true]);
    }
  });

  it('also where the client signs in over the representative’s open session, which ends with it', async () => {
    const applicant = await anApplicant(portal);
    const representative = await aRepresentativeOf(portal, applicant);
    const browser = await signIn(portal, representative);
    expect((await browser.visit(href('signIn', 'en'))).path).toBe(href('clients', 'en')); // no form: another window has kept it
    const { username, password } = applicant;
    await browser.forge(href('signIn', 'en'), { username, password });
    expect([browser.status, browser.path]).toEqual([200, href('confirmation', 'en')]);
    expect((await browser.visit(href('clients', 'en'))).status).toBe(403);
    const sessions = await portal.sql('select account_id from session where account_id = any($1)', [
      [applicant.accountId, representative.accountId],
    ]);
    expect(sessions).toEqual([{ account_id: applicant.accountId }]);
    expect(await recorded(applicant)).toMatchObject([
      { subject: applicant.accountId, details: { representative: representative.accountId } },
    ]);
    expect((await browser.visit(href('accountActivity', 'en'))).text).toContain(WORDS.en.told);
  });

  it('also where the account acts for the client, who has none', async () => {
    const principal = await anApplicant(portal);
    const adult = await anAdultWhoAgreed(portal, principal);
    const helper = await aRepresentativeOf(portal, { caseId: principal.caseId, personId: adult.id });
    await next(await signIn(portal, helper), principal);
    expect(await recorded(principal)).toHaveLength(1);
  });

  it('also where the client comes with the temporary password', async () => {
    const applicant = await anApplicant(portal, { stage: 'temporary' });
    await next(await signIn(portal, await aRepresentativeOf(portal, applicant)), applicant);
    expect(await recorded(applicant)).toHaveLength(1);
  });

  it('of a family, officers see it of those for whom that account acts, and of nobody else', async () => {
    const { principal, child, spouse } = await aFamily(portal);
    const ofSpouse = await aRepresentativeOf(portal, { caseId: principal.caseId, personId: spouse.id });
    await next(await signIn(portal, ofSpouse), principal);
    expect(await recorded(principal)).toEqual([]); // another's representative
    await next(await signIn(portal, ofSpouse), spouse.account);
    const flagged = async (): Promise<string[]> => {
      const officer = await signIn(portal, await anOfficer(portal));
      const of: string[] = [];
      for (const [name, person] of [
        ['principal', principal.personId],
        ['child', child.id],
        ['spouse', spouse.id],
      ] as const)
        if ((await officer.visit(href('adminPresence', 'en', { person }))).text.includes(WORDS.en.flag)) of.push(name);
      await officer.visit(href('adminCase', 'en', { case: principal.caseId }));
      expect(officer.text.split(WORDS.en.flag)).toHaveLength(of.length + 1);
      return of;
    };
    expect(await flagged()).toEqual(['spouse']);
    await next(await signIn(portal, await aRepresentativeOf(portal, principal)), principal);
    expect(await flagged()).toEqual(['principal', 'child', 'spouse']);
  });

  it('is nothing where it is another’s representative, a day has gone by, or the browser is another', async () => {
    const [applicant, other] = [await anApplicant(portal), await anApplicant(portal)];
    const representative = await aRepresentativeOf(portal, applicant);
    const browser = await signIn(portal, representative);
    await next(browser, other);
    await signIn(portal, applicant);
    expect([...(await recorded(applicant)), ...(await recorded(other))]).toEqual([]);
    portal.clock.advance(DAY + HOUR);
    await browser.visit(href('signIn', 'en'));
    await browser.fill({ username: applicant.username, password: applicant.password }).press('Sign in');
    expect(await recorded(applicant)).toEqual([]);
    await (await signIn(portal, await anOfficer(portal))).visit(href('adminCase', 'en', { case: applicant.caseId }));
  });
});
