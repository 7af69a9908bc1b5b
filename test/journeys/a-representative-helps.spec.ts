import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import { href } from '../../src/language/routes.js';
import { addDays, dayOf } from '../../src/language/formats.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer, aSentPhoto, UNDO } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { typedDay } from '../support/representatives.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    record: 'Record the form',
    ended: 'A consent has ended',
    none: 'No client has named you at this moment.',
    acts: 'Your client acts next',
    why: 'Why the photo was returned',
    end: 'End this consent',
  },
  fr: {
    record: 'Inscrire le formulaire',
    ended: 'Un consentement a pris fin',
    none: 'Aucun client ne vous a désigné en ce moment.',
    acts: 'À votre client d’agir',
    why: 'Pourquoi la photo a été renvoyée',
    end: 'Mettre fin à ce consentement',
  },
} as const;

/** S31, S32, PORTAL.md 2: from the form to the end of the consent, over the pages of all three. */
describe.each(['en', 'fr'] as const)('a representative helps for a while, in %s', (language) => {
  const words = WORDS[language];
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('the officer records them, they sign in and see their client, and the applicant ends it while their page is open', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed', language, facts: { givenNames: 'Cosima', familyName: 'Verdigris' } });
    const colleague = await anOfficer(portal, { language });
    const attempt = await aSentPhoto(portal, applicant.personId);
    await portal
      .get(PhotoReviewService)
      .return(asOfficer(colleague), attempt, { reasons: ['too_dark', 'other'], words: 'Your scarf hides the chin', language });
    portal.clock.advance(UNDO);

    const officer = await (await signIn(portal, colleague)).visit(href('adminRepresentative', language, { person: applicant.personId }));
    officer.choose('kind', 'unpaid').choose('language', language);
    for (const box of ['onePerson', 'applicantSigned', 'representativeSigned']) officer.tick(box);
    const named = { familyName: 'Brackwater', givenNames: 'Ottoline', email: 'ottoline@friends.example' };
    await officer.fill({ ...named, ...typedDay('signedOn', addDays(dayOf(portal.clock.now()), -3)) }).press(words.record);
    expect([officer.status, officer.errors()]).toEqual([200, {}]);

    const { payload } = theMail(await portal.deliverMail(), 'representative-account');
    const account = { accountId: '', email: named.email, name: 'Ottoline Brackwater', language };
    const details = { username: String(payload.username), password: String(payload.password) };
    const newcomer = await signIn(portal, { ...account, ...details });
    expect(newcomer.path).toBe(href('firstSignIn', language));
    const own = 'eleven slow kettles at noon';
    await newcomer.fill({ newPassword: own }).press(newcomer.buttons().find((text) => /password|mot de passe/i.test(text)) ?? '');
    const helper = await signIn(portal, { ...account, username: details.username, password: own });
    expect([helper.status, helper.path]).toEqual([200, href('clients', language)]);
    for (const shown of ['Cosima Verdigris', applicant.caseNumber, words.acts, words.why]) expect(helper.text).toContain(shown);
    expect(helper.textsOf('.find li')).toHaveLength(2);
    for (const hidden of ['scarf', applicant.username, applicant.email, applicant.facts.uci])
      expect(helper.wholeText).not.toContain(hidden);
    expect(helper.$('main img')).toHaveLength(0);

    const client = await (await signIn(portal, applicant)).visit(href('accountRepresentative', language));
    expect(client.text).toContain('Ottoline Brackwater');
    await client.follow(words.end);
    await client.press(words.end);

    await helper.reload(); // the page that stood open
    expect(helper.status).toBe(200);
    expect(helper.wholeText).not.toContain('Verdigris');
    for (const shown of [words.ended, words.none]) expect(helper.text).toContain(shown);
    expect(theMail(await portal.deliverMail(), 'client-ended').to).toBe(named.email);

    portal.clock.advance(8 * 24 * 3_600_000);
    const later = await signIn(portal, { ...account, username: details.username, password: own });
    expect(later.text).toContain(words.none);
    expect(later.text).not.toContain(words.ended);
  });
});
