import { Card } from '../../src/cards/card.entity.js';
import { CardService } from '../../src/cards/card.service.js';
import { CardMailing } from '../../src/cards/mailed/mailing.service.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { DAY } from '../../src/clock.js';
import type { Visitor } from '../../tools/visitor.js';
import { press } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { BORN, inviteFamily, openPrincipalsAccount, replyForFamily } from '../support/family.js';
import { acceptPhoto, asOfficer, confirmResidence, returnPhoto, verifyPresence } from '../support/lanes.js';
import { type Mail, theMail } from '../support/mailbox.js';
import { ADDRESS, type Applicant, anOfficer, PASSWORD, type Someone } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    savePassword: 'Save my password',
    sign: 'Sign my declaration',
    save: 'Save and continue',
    use: 'Use the address',
    answer: 'Send my answer',
    onHold: '1 of 4 on hold. The others go on.',
    next: 'See why the photo of Pim Brambleworth was returned',
    mailed: /^Mailed on .* to Moncton$/,
  },
  fr: {
    savePassword: 'Enregistrer mon mot de passe',
    sign: 'Signer ma déclaration',
    save: 'Enregistrer et continuer',
    use: 'Utiliser l’adresse',
    answer: 'Envoyer ma réponse',
    onHold: '1 sur 4 en suspens. Les autres continuent.',
    next: 'Voir pourquoi la photo de Pim Brambleworth a été renvoyée',
    mailed: /^Postée le .* vers Moncton$/,
  },
} as const;

/**
 * PORTAL.md 6.1 to 6.3: a principal applicant with a spouse, a child who is away, and an adult dependant who agrees. One person's photo
 * comes back, one is abroad; the others go on, and in the end there are four cards.
 */
describe.each(['en', 'fr'] as const)('a family from invitation to four cards, in %s', (language: Language) => {
  const words = WORDS[language];
  let portal: TestPortal;
  let colleague: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    colleague = await anOfficer(portal, { role: 'supervisor' });
  });
  afterAll(() => portal.close());

  /** Opens an account with the mail that brought it, and signs in with a password of one's own. */
  const openAccount = async ({ payload, to }: Mail, name: string): Promise<{ browser: Visitor; account: Someone }> => {
    const account = { accountId: '', email: to, name, language, username: String(payload.username), password: String(payload.password) };
    const newcomer = await signIn(portal, account);
    await newcomer.fill({ newPassword: PASSWORD }).press(words.savePassword);
    const own = { ...account, password: PASSWORD };
    return { browser: await signIn(portal, own), account: own };
  };
  const declare = async (browser: Visitor, person: string, signer: string): Promise<void> => {
    await browser.visit(href('presence', language, { person }));
    await browser.tick('agreed').fill({ name: signer, password: PASSWORD }).press(words.sign);
    expect([browser.status, browser.path]).toEqual([200, href('presenceReceipt', language, { person })]);
  };
  const giveAddress = async (browser: Visitor, person: string): Promise<void> => {
    await browser.visit(href('homeAddress', language, { person }));
    await browser
      .choose('province', ADDRESS.province)
      .fill({ street: ADDRESS.street, city: ADDRESS.city, postalCode: ADDRESS.postalCode })
      .press(words.save);
    await browser.choose('to', 'home').press(words.save);
  };
  const sendPhoto = async (browser: Visitor, personId: string, account: Someone): Promise<void> => {
    await new PhotoWay(browser, { ...account, personId } as Applicant).submitted();
    expect([browser.status, browser.path]).toEqual([200, href('submitted', language, { person: personId })]);
  };
  const makeCard = async (personId: string): Promise<void> => {
    const { card } = await portal.em().findOneOrFail(Confirmation, { person: personId });
    await portal.get(CardService).print(asOfficer(colleague), card?.id ?? '');
    await portal.get(CardMailing).mail(asOfficer(colleague), card?.id ?? '', null);
  };

  it('each person has lanes, a photo and a card of their own; nobody waits for another', async () => {
    const officer = await signIn(portal, colleague);
    const family = await inviteFamily(
      portal,
      officer,
      [
        { relation: 'spouse', givenNames: 'Odo', born: BORN.adult, email: `odo-${language}@mail.example` },
        { relation: 'child', givenNames: 'Pim', born: BORN.child },
        { relation: 'dependant', givenNames: 'Zita', born: BORN.adult, email: `zita-${language}@mail.example` },
      ],
      { language },
    );
    const { Thessaly = '', Odo = '', Pim = '', Zita = '' } = family.ids;
    await replyForFamily(portal, family, [{ address: 'known' }, { abroad: true }, { address: 'known', acting: 'principal' }]);

    // accounts: the principal applicant's, the spouse's; the adult dependant agrees
    await openPrincipalsAccount(officer, family);
    const principal = await openAccount(theMail(await portal.deliverMail(), 'temporary-password'), 'Thessaly Brambleworth');
    await officer.visit(href('adminCase', 'en', { case: family.caseId }));
    expect(officer.text).toContain('1 of 4 on hold.');
    await officer.press('Ask for consent');
    const consent = theMail(await portal.deliverMail(), 'consent-asked');
    const dependant = await portal.visitor({ language }).visit(href('consent', language, { token: String(consent.payload.token) }));
    await dependant.choose('answer', 'given').press(words.answer);
    await officer.visit(href('adminCase', 'en', { case: family.caseId }));
    await press(officer, 'createAccount'); // of all, the spouse alone still needs one
    const spouse = await openAccount(theMail(await portal.deliverMail(), 'temporary-password'), 'Odo Brambleworth');

    // the principal applicant for themselves and the adult dependant; the spouse for themselves
    const { browser } = principal;
    await browser.visit(href('confirmation', language));
    expect(browser.text).toContain(words.onHold);
    for (const person of [Thessaly, Zita]) await declare(browser, person, 'Thessaly Brambleworth');
    await giveAddress(browser, Thessaly);
    expect(browser.path).toBe(href('addressCopy', language, { person: Thessaly }));
    await browser.tick('persons', Pim).tick('persons', Zita).press(words.use);
    for (const person of [Thessaly, Zita]) await sendPhoto(browser, person, principal.account);
    await declare(spouse.browser, Odo, 'Odo Brambleworth');
    await giveAddress(spouse.browser, Odo);
    await sendPhoto(spouse.browser, Odo, spouse.account);

    // one photo comes back, and stops nobody else
    await returnPhoto(portal, colleague, Zita);
    for (const person of [Thessaly, Odo]) {
      await acceptPhoto(portal, colleague, person);
      await verifyPresence(portal, colleague, person);
      await confirmResidence(portal, colleague, person);
      await makeCard(person);
    }
    expect(await portal.em().count(Card, { person: { caseFile: family.caseId } })).toBe(2);
    await browser.visit(href('confirmation', language));
    expect(browser.text).toContain(words.onHold);
    await sendPhoto(browser, Zita, principal.account);
    // the child alone is on hold: that is not said of the whole file
    await browser.visit(href('confirmation', language));
    expect(browser.lead).toBe(
      language === 'en'
        ? 'Nothing waits on you now. We email you when something changes.'
        : 'Rien ne vous attend en ce moment. Nous vous écrirons dès qu’il y aura du nouveau.',
    );

    // the child is back
    portal.clock.advance(32 * DAY);
    const later = await signIn(portal, principal.account);
    await declare(later, Pim, 'Thessaly Brambleworth');
    await sendPhoto(later, Pim, principal.account);
    await returnPhoto(portal, colleague, Pim);
    await later.visit(href('confirmation', language));
    expect(later.text).toContain(words.next);
    await sendPhoto(later, Pim, principal.account);
    for (const person of [Zita, Pim]) {
      await acceptPhoto(portal, colleague, person);
      await verifyPresence(portal, colleague, person);
      await confirmResidence(portal, colleague, person);
      await makeCard(person);
    }
    await later.visit(href('confirmation', language));
    expect(later.textsOf('.board b').filter((label) => words.mailed.test(label))).toHaveLength(3); // the spouse’s stands in their own account
    const cards = await portal.em().find(Card, { person: { caseFile: family.caseId } });
    expect(cards.map(({ state }) => state)).toEqual(['mailed', 'mailed', 'mailed', 'mailed']);
    const mails = await portal.deliverMail();
    expect(
      mails
        .filter(({ template }) => template === 'card-mailed')
        .map(({ to }) => to)
        .sort(),
    ).toEqual([`odo-${language}@mail.example`, ...Array(3).fill(family.given.email)].sort());
  }, 120_000);
});
