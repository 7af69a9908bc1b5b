import { Account } from '../../src/accounts/account.entity.js';
import { ActsFor } from '../../src/accounts/acts-for.entity.js';
import { DAY, MINUTE } from '../../src/clock.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { press } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import {
  answerForFamily,
  BORN,
  type FamilyCase,
  inviteFamily,
  type MemberAnswers,
  type MemberWishes,
  openPrincipalsAccount,
  replyForFamily,
} from '../support/family.js';
import { type Mail, theMail } from '../support/mailbox.js';
import { faultsOf } from '../support/markup.js';
import { anOfficer, PASSWORD } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const SPOUSE = { relation: 'spouse', givenNames: 'Odo', born: BORN.adult, email: '' } as const;
const CHILD = { relation: 'child', givenNames: 'Pim', born: BORN.child } as const;
const OF_AGE = { relation: 'child', givenNames: 'Rue', born: BORN.ofAge } as const;
const ADULT = { relation: 'dependant', givenNames: 'Zita', born: BORN.adult } as const;
const OFFER = 'Offer an account of their own';
const ASK = 'Ask for consent';

describe('accounts of a family', () => {
  let portal: TestPortal;
  let officer: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await signIn(portal, await anOfficer(portal));
  });
  afterAll(() => portal.close());

  const panel = (name: string) => officer.$('.panel').filter((_, one) => officer.$(one).find('h3').text().includes(name));
  const buttons = (name: string): string[] =>
    panel(name)
      .find('.acts button')
      .toArray()
      .map((button) => officer.$(button).text().trim());
  const page = (family: FamilyCase): Promise<Visitor> => officer.visit(href('adminCase', 'en', { case: family.caseId }));
  /** A family whose reply was read and whose principal applicant has an account; the officer is on the page of the case. */
  const opened = async (
    members: readonly MemberWishes[],
    answers: readonly MemberAnswers[] = [],
  ): Promise<{ family: FamilyCase; mail: Mail }> => {
    const family = await inviteFamily(portal, officer, members);
    await replyForFamily(portal, family, answers.length > 0 ? answers : members.map(() => ({})));
    await openPrincipalsAccount(officer, family);
    return { family, mail: theMail(await portal.deliverMail(), 'temporary-password') };
  };
  /** Whose account acts for a person now, by the name it signs with. */
  const actors = async (personId: string | undefined): Promise<string[]> => {
    const rows = await portal.em().find(ActsFor, { person: personId ?? '', until: null }, { populate: ['account.person'] });
    return rows.map(({ account, relation }) => `${account.person?.facts.givenNames} as ${relation}`).sort();
  };
  /** Signs in with what a mail brought, and creates a password. */
  const openAccount = async ({ payload }: Mail, language: Language = 'en'): Promise<Visitor> => {
    const browser = portal.visitor({ language });
    await browser.visit(href('signIn', language));
    browser.fill({ username: String(payload.username), password: String(payload.password) });
    await browser.press(language === 'en' ? 'Sign in' : 'Se connecter');
    await browser.fill({ newPassword: PASSWORD }).press(language === 'en' ? 'Save my password' : 'Enregistrer mon mot de passe');
    await browser.visit(href('signIn', language));
    browser.fill({ username: String(payload.username), password: PASSWORD });
    return browser.press(language === 'en' ? 'Sign in' : 'Se connecter');
  };

  it('the principal applicant acts for a child from the first; a spouse gets an account of their own, and acts alone', async () => {
    const { family } = await opened([SPOUSE, CHILD]);
    expect(await actors(family.ids.Pim)).toEqual(['Thessaly as parent']);
    expect(await actors(family.ids.Odo)).toEqual([]);
    await page(family);
    expect(panel('Pim').text()).toContain('The principal applicant: under 18 on the application date');
    expect(buttons('Pim')).toEqual([]);
    expect(buttons('Odo')).toEqual(['Create the account']);
    expect(officer.text).toContain('Also the address of');
    await officer.visit(href('adminQueue', 'en'));
    expect(officer.text).toContain('Accounts of the family to create');
    await page(family);
    await press(officer, 'createAccount');
    const mail = theMail(await portal.deliverMail(), 'temporary-password');
    expect(mail.text).toContain('For Odo: another account gets its messages at this address too.');
    expect(mail.text).not.toContain(family.given.number);
    expect(await actors(family.ids.Odo)).toEqual(['Odo as self']);
    expect((await officer.visit(href('adminQueue', 'en'))).text).not.toContain('Accounts of the family to create');
    const browser = await openAccount(mail);
    expect(browser.path).toBe(href('confirmation', 'en'));
    expect(browser.text).not.toContain('Pim'); // the spouse does not act for the child
  });

  it('no account is made for a child, whoever asks for it', async () => {
    const { family } = await opened([CHILD]);
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
    const address = href('adminAccount', 'en', { person: family.ids.Pim ?? '' });
    const answer = await officer.raw('POST', address, headers, `_csrf=${encodeURIComponent(officer.csrfToken)}`);
    expect(answer.status).toBe(409);
    expect(answer.body.toString()).toContain('A child of the application has no account of their own');
    expect(await portal.em().count(Account, { person: family.ids.Pim ?? '' })).toBe(0);
  });

  it('a child who is 18 by now is offered an account: until they open it the principal applicant goes on, from then on only they do', async () => {
    const { family } = await opened([OF_AGE], [{ email: 'rue@mail.example' }]);
    expect(await actors(family.ids.Rue)).toEqual(['Thessaly as parent']);
    await page(family);
    expect(buttons('Rue')).toEqual(['Send the link again']); // the link sent to the address is not opened yet
    await portal.sql('update member_reply set email_confirmed_at = now() where person_id = $1', [family.ids.Rue]);
    await page(family);
    expect(buttons('Rue')).toEqual([OFFER]);
    await officer.press(OFFER);
    const offer = theMail(await portal.deliverMail(), 'temporary-password');
    expect(await actors(family.ids.Rue)).toEqual(['Rue as self', 'Thessaly as parent']);
    const browser = await openAccount(offer);
    expect(await actors(family.ids.Rue)).toEqual(['Rue as self']);
    expect(browser.path).toBe(href('confirmation', 'en'));
    await page(family);
    expect(panel('Rue').text()).toContain('The person alone, with an account of their own');
  });

  it.each(['en', 'fr'] as const)(
    'an adult dependant agrees by their own link: opening it asks, pressing it counts, once (%s)',
    async (language) => {
      const email = `zita-${language}@mail.example`;
      const { family } = await opened([{ ...ADULT, email }], [{ address: 'known', acting: 'principal' }]);
      await page(family);
      expect(panel('Zita').text()).toContain('In the reply: the principal applicant acts, if the person agrees.');
      expect(buttons('Zita').sort()).toEqual([ASK, 'Create the account']);
      await officer.press(ASK);
      const mail = theMail(await portal.deliverMail(), 'consent-asked');
      expect(mail.to).toBe(email);
      expect(panel('Zita').text()).toContain('Asked for consent on');
      const browser = await portal.visitor({ language }).visit(href('consent', language, { token: String(mail.payload.token) }));
      expect(await faultsOf(browser.html)).toEqual([]);
      expect(browser.text).toContain('Thessaly Brambleworth');
      expect(await actors(family.ids.Zita)).toEqual([]); // opened, not answered
      const send = language === 'en' ? 'Send my answer' : 'Envoyer ma réponse';
      await browser.press(send);
      expect([browser.status, Object.keys(browser.errors())]).toEqual([422, ['answer']]);
      await browser.choose('answer', 'given').press(send);
      expect([browser.status, browser.path]).toEqual([200, href('consentAnswered', language)]);
      expect(await actors(family.ids.Zita)).toEqual(['Thessaly as principal_with_consent']);
      expect((await browser.visit(href('consent', language, { token: String(mail.payload.token) }))).status).toBe(410);
      await page(family);
      expect(panel('Zita').text()).toContain('The principal applicant: the person agreed on');
      expect(buttons('Zita')).toEqual([OFFER]);
    },
  );

  it('who refuses is acted for by nobody, and gets an account; a link that is over or replaced asks nothing', async () => {
    const { family } = await opened([{ ...ADULT, email: 'zita-no@mail.example' }], [{ address: 'known', acting: 'principal' }]);
    await page(family);
    await officer.press(ASK);
    const first = theMail(await portal.deliverMail(), 'consent-asked');
    await officer.press(ASK);
    expect(await portal.deliverMail()).toEqual([]); // a double press
    portal.clock.advance(MINUTE);
    await officer.press(ASK);
    const second = theMail(await portal.deliverMail(), 'consent-asked');
    expect((await portal.visitor().visit(first.link)).status).toBe(410);
    const browser = await portal.visitor().visit(second.link);
    await browser.choose('answer', 'refused').press('Send my answer');
    expect(await actors(family.ids.Zita)).toEqual([]);
    await page(family);
    portal.clock.advance(MINUTE);
    expect(panel('Zita').text()).toContain('they did not agree that the principal applicant acts');
    await officer.press(ASK);
    const third = theMail(await portal.deliverMail(), 'consent-asked');
    portal.clock.advance(30 * DAY);
    expect((await portal.visitor().visit(third.link)).status).toBe(410);
    expect((await portal.visitor().visit(href('consent', 'en', { token: 'nobody-s' }))).status).toBe(404);
    officer = await signIn(portal, await anOfficer(portal));
  });

  const send = async (route: 'adminConsent' | 'adminAccount', personId = '') => {
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = `_csrf=${encodeURIComponent(officer.csrfToken)}`;
    return officer.raw('POST', href(route, 'en', { person: personId }), headers, body);
  };

  it('consent needs an address of their own: where it is shared the case says so, and warns before an account is made', async () => {
    const { family } = await opened([ADULT], [{ address: 'principal', acting: 'own' }]);
    await page(family);
    expect(buttons('Zita')).toEqual(['Create the account']);
    expect(panel('Zita').text()).toContain('To agree, they need one of their own');
    expect(panel('Zita').find('.note.warn').text()).toContain('also the address of Thessaly');
    expect(await faultsOf(officer.html)).toEqual([]);
    const refused = await send('adminConsent', family.ids.Zita);
    expect(refused.status).toBe(409);
    expect(refused.body.toString()).toContain('Somebody else on the case has the same email address');
  });

  it('the reply takes no "I do, if they agree" with a shared address', async () => {
    const family = await inviteFamily(portal, officer, [{ ...ADULT, email: 'zita-own@mail.example' }]);
    const browser = await answerForFamily(portal, family, []);
    browser.choose('details', 'right').choose('acting', 'principal');
    for (const address of ['principal', 'other']) {
      browser.choose('address', address);
      if (address === 'other') browser.fill({ newEmail: family.given.email.toUpperCase() });
      await browser.press('Continue');
      expect([browser.status, Object.keys(browser.errors())]).toEqual([422, ['acting']]);
      expect(browser.text).toContain('this person needs an email address of their own');
    }
    await browser.choose('address', 'known').press('Continue');
    expect(browser.status).toBe(200);
  });

  it('a double press makes one account and shows the page; a consent link still open then is closed', async () => {
    const { family } = await opened([{ ...ADULT, email: 'zita-two@mail.example' }], [{ address: 'known', acting: 'principal' }]);
    await page(family);
    await officer.press(ASK);
    const asked = theMail(await portal.deliverMail(), 'consent-asked');
    expect(asked.text).toContain(family.given.contactAddress);
    expect([(await send('adminAccount', family.ids.Zita)).status, (await send('adminAccount', family.ids.Zita)).status]).toEqual([
      303, 303,
    ]);
    expect((await portal.deliverMail()).map(({ template }) => template)).toEqual(['temporary-password']);
    expect((await portal.visitor().visit(asked.link)).status).toBe(410);
  });

  it('the database lets nobody act by a consent that was not given, and nobody sign as something else than they act', async () => {
    const { family } = await opened([{ ...ADULT, email: 'zita-sql@mail.example' }], [{ address: 'known', acting: 'own' }]);
    await page(family);
    await officer.press(ASK);
    const [consent] = await portal.sql<{ id: string }>('select id from acting_consent where person_id = $1', [family.ids.Zita]);
    const [account] = await portal.sql<{ id: string }>('select id from account where person_id = $1', [family.ids.Thessaly]);
    const acts =
      'insert into acts_for (account_id, person_id, relation, since, consent_id, consent_answer) values ($1, $2, $3, now(), $4, $5)';
    const constraint = (name: string) => expect.objectContaining({ constraint: name });
    await expect(portal.sql(acts, [account?.id, family.ids.Zita, 'principal_with_consent', null, null])).rejects.toEqual(
      constraint('acts_for_consent_holds'),
    );
    await expect(portal.sql(acts, [account?.id, family.ids.Zita, 'principal_with_consent', consent?.id, 'given'])).rejects.toEqual(
      constraint('acts_for_consented_holds'),
    );
    await portal.sql(acts, [account?.id, family.ids.Zita, 'parent', null, null]);
    const declared = `insert into presence_declaration (id, person_id, signer_account_id, relation, statement_version, statement_language, typed_name, reference, declared_at)
      values (gen_random_uuid(), $1, $2, $3, 1, 'en', '', $4, now())`;
    await expect(portal.sql(declared, [family.ids.Zita, account?.id, 'self', 'X-1'])).rejects.toEqual(
      constraint('presence_declaration_relation_holds'),
    );
  });
});
