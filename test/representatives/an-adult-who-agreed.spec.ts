import { Account } from '../../src/accounts/account.entity.js';
import { AddressDraft } from '../../src/confirmation/drafts/address-draft.entity.js';
import { actAlone } from '../../src/accounts/family-acting.js';
import type { Person } from '../../src/cases/person.entity.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { Representation } from '../../src/representatives/representation.entity.js';
import { Representations } from '../../src/representatives/representations.service.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anAdultWhoAgreed } from '../support/family.js';
import { asOfficer } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { ADDRESS, anAccount, anApplicant, anOfficer, aRepresentativeOf, type Applicant, type Someone } from '../support/people.js';
import { aForm } from '../support/representatives.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    prepare: 'Prepare the home address',
    save: 'Save',
    use: 'Use this',
    by: 'who represents them',
    board: /Their representative prepared this/,
  },
  fr: {
    prepare: 'Préparer l’adresse résidentielle',
    save: 'Enregistrer',
    use: 'Utiliser',
    by: 'qui représente cette personne',
    board: /Préparé par la personne qui la représente/,
  },
} as const;

/** PORTAL.md 2: dependants of 18 and over name their own, also while the principal applicant acts for them. */
describe('an adult who agreed that the principal applicant acts for them', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  async function agreed(language: 'en' | 'fr' = 'en'): Promise<{ principal: Applicant; adult: Person }> {
    const principal = await anApplicant(portal, { language });
    return { principal, adult: await anAdultWhoAgreed(portal, principal) };
  }
  const ofAdult = ({ principal, adult }: { principal: Applicant; adult: Person }, language: 'en' | 'fr' = 'en') =>
    aRepresentativeOf(portal, { caseId: principal.caseId, personId: adult.id }, { language });

  it('is seen by no representative of the principal applicant’s, and by whom they named alone', async () => {
    const family = await agreed();
    const { principal, adult } = family;
    const [ofPrincipal, own] = [await aRepresentativeOf(portal, principal), await ofAdult(family)];
    for (const [helper, seen, hidden] of [
      [ofPrincipal, principal.name, adult.id],
      [own, adult.fullName, principal.personId],
    ] as const) {
      const browser = await signIn(portal, helper);
      expect(browser.textsOf('.board h2')).toEqual([seen]);
      expect((await browser.visit(href('clientHomeAddress', 'en', { person: hidden }))).status).toBe(404);
    }
    const draft = `insert into address_draft (id, representation_id, person_id, piece, prepared_at)
      select gen_random_uuid(), id, $2, 'mailingAddress', now() from representation where person_id = $1`;
    await expect(portal.sql(draft, [principal.personId, adult.id])).rejects.toThrow('without consent there is no draft');
  });

  it.each(LANGUAGES)('an officer records their form; they are told at their own address how to end it (%s)', async (language) => {
    const { principal, adult } = await agreed(language);
    const desk = await signIn(portal, { ...officer, language });
    await desk.visit(href('adminCase', language, { case: principal.caseId }));
    expect(desk.links().map(({ href: to }) => to)).toContain(href('adminRepresentative', language, { person: adult.id }));
    expect(await portal.get(Representations).record(asOfficer(officer), adult.id, aForm(portal))).toBeNull();
    const mail = theMail(await portal.deliverMail(), 'representative-added-for-you');
    expect([mail.to, mail.text.includes(principal.contactAddress)]).toEqual([adult.email, true]);
    await desk.visit(href('adminRepresentativeEnd', language, { person: adult.id }));
    await desk.choose('reason', 'client').press(language === 'en' ? 'End this consent' : 'Mettre fin à ce consentement');
    expect(theMail(await portal.deliverMail(), 'representative-ended-for-you').to).toBe(adult.email);
    expect(await portal.em().count(Representation, { person: adult.id, endedAt: null })).toBe(0);
  });

  it.each(LANGUAGES)('what is prepared for them goes to who acts, who reads whose it is (%s)', async (language) => {
    const family = await agreed(language);
    const { principal, adult } = family;
    const [words, helper] = [WORDS[language], await signIn(portal, await ofAdult(family, language))];
    await helper.visit(href('clientHomeAddress', language, { person: adult.id }));
    await helper.fill(ADDRESS).press(helper.buttons().find((name) => /prep|prép/i.test(name)) ?? words.save);
    expect([helper.status, helper.errors()]).toEqual([200, {}]);
    expect(theMail(await portal.deliverMail(), 'draft-prepared').to).toBe(principal.email);
    const browser = await (await signIn(portal, principal)).visit(href('confirmation', language));
    expect(browser.text).toMatch(words.board);
    await browser.visit(href('homeAddress', language, { person: adult.id }));
    expect(browser.text).toContain(words.by);
    await browser.press(words.use);
    expect(await portal.em().count(AddressDraft, { person: adult.id })).toBe(0);
    // the principal applicant neither ends it nor is shown it as their own
    const { id } = await portal.em().findOneOrFail(Representation, { person: adult.id });
    await browser.forge(href('accountRepresentativeEnd', language), { representation: id });
    expect(await portal.em().count(Representation, { id, endedAt: null })).toBe(1);
  });

  it('with an account of their own they keep whom they named, and what was prepared; then they end it themselves', async () => {
    const family = await agreed();
    const { adult } = family;
    const helper = await ofAdult(family);
    await portal.sql(
      `insert into address_draft (id, representation_id, person_id, piece, prepared_at)
       select gen_random_uuid(), id, person_id, 'mailingAddress', now() from representation where person_id = $1`,
      [adult.id],
    );
    const own = await anAccount(portal, {
      kind: 'applicant',
      personId: adult.id,
      name: adult.fullName,
      email: adult.email,
      language: 'en',
    });
    const em = portal.em();
    expect(await actAlone(em, await em.findOneOrFail(Account, { id: own.accountId }, { populate: ['person'] }), portal.clock.now())).toBe(
      true,
    );
    expect((await signIn(portal, helper)).textsOf('.board h2')).toEqual([adult.fullName]);
    expect(await portal.em().count(AddressDraft, { person: adult.id })).toBe(1);
    const browser = await (await signIn(portal, own)).visit(href('accountRepresentativeEnd', 'en'));
    await browser.press('End this consent');
    expect([browser.text.includes('Nobody represents you.'), await portal.em().count(AddressDraft, { person: adult.id })]).toEqual([
      true,
      0,
    ]);
  });
});
