import { MemberReply } from '../../src/invitations/member-reply.entity.js';
import { Person } from '../../src/cases/person.entity.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { goOn } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { answerForFamily, answerMember, BORN, inviteFamily, openPrincipalsAccount, replyForFamily } from '../support/family.js';
import { theMail } from '../support/mailbox.js';
import { faultsOf } from '../support/markup.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const SPOUSE = { relation: 'spouse', givenNames: 'Odo', born: BORN.adult } as const;
const CHILD = { relation: 'child', givenNames: 'Pim', born: BORN.child } as const;
const ADULT = { relation: 'dependant', givenNames: 'Zita', born: BORN.adult, email: '' } as const;

describe('the reply of a principal applicant about their family', () => {
  let portal: TestPortal;
  let officer: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await signIn(portal, await anOfficer(portal));
  });
  afterAll(() => portal.close());

  it.each(['en', 'fr'] as const)('asks about each person on pages of their own, and shows all before it is sent (%s)', async (language) => {
    const known = `zita-${language}@mail.example`;
    const family = await inviteFamily(portal, officer, [SPOUSE, CHILD, { ...ADULT, email: known }], { language });
    const browser = await answerForFamily(portal, family, [], language);
    expect(browser.heading).toBe(language === 'en' ? 'About Odo Brambleworth' : 'À propos de Odo Brambleworth');
    expect(browser.text).toContain(language === 'en' ? 'Step 6 of 12' : 'Étape 6 sur 12');
    await goOn(browser); // nothing said
    expect(browser.status).toBe(422);
    expect(Object.keys(browser.errors())).toEqual(['details', 'address']);
    expect((await faultsOf(browser.html)).filter((fault) => !fault.includes('errors-title'))).toEqual([]);
    await goOn(browser.choose('details', 'right').choose('address', 'principal'));
    expect(browser.heading).toBe(language === 'en' ? 'Where is Odo Brambleworth now?' : 'Où est Odo Brambleworth en ce moment?');
    await goOn(browser.choose('inCanada', 'no'));
    expect(Object.keys(browser.errors())).toEqual(['eyeColour', 'country', 'returnOn', 'height']);
    browser.choose('inCanada', 'no').choose('eyeColour', 'brown');
    await goOn(
      browser.fill({ country: 'FR', 'returnOn-day': '24', 'returnOn-month': '12', 'returnOn-year': '2026', feet: '5', inches: '4' }),
    );
    await answerMember(browser); // the child
    await goOn(browser.choose('details', 'right').choose('address', 'known'));
    expect(Object.keys(browser.errors())).toEqual(['acting']); // asked of an adult dependant alone
    await answerMember(browser, { address: 'known', acting: 'principal' });
    expect(browser.path).toBe(href('replyCheck', language));
    expect(await faultsOf(browser.html)).toEqual([]);
    for (const name of ['Odo', 'Pim', 'Zita']) expect(browser.textsOf('h2')).toContain(`${name} Brambleworth`);
    expect(browser.text).toContain('France');
    expect(browser.text).toContain(known);
    expect(browser.text).toContain('163');
    await browser.press(language === 'en' ? 'Send my reply' : 'Envoyer ma réponse');
    expect(browser.status).toBe(200);
    expect(browser.textsOf('h2')).toContain('Pim Brambleworth');

    await officer.visit(href('adminReply', language, { case: family.caseId }));
    expect(officer.textsOf('h2').slice(0, 4)).toEqual(['Thessaly', 'Odo', 'Pim', 'Zita'].map((name) => `${name} Brambleworth`));
    expect(officer.text).toContain(language === 'en' ? 'The principal applicant, if the person agrees' : 'si la personne y consent');
    expect(officer.text).toContain('France');
    expect(await faultsOf(officer.html)).toEqual([]);
  });

  it('S2b: an address is fine within the case, and officers see who shares it; another open case’s is refused with neutral words', async () => {
    const somebody = await anApplicant(portal);
    const family = await inviteFamily(portal, officer, [SPOUSE, CHILD]);
    const browser = await answerForFamily(portal, family, []);
    await goOn(browser.choose('details', 'right').choose('address', 'other').fill({ newEmail: somebody.email }));
    expect(browser.status).toBe(422);
    expect(browser.errors()).toEqual({ newEmail: 'We can’t use this address for this person. Give another, or write to us.' });
    const member = await portal.em().findOneOrFail(MemberReply, { person: family.ids.Odo ?? '' });
    expect(member.answers).toEqual({ emailRefused: 'otherCase' });
    await answerMember(browser, { email: 'odo@mail.example' });
    await answerMember(browser);
    await browser.press('Send my reply');

    await officer.visit(href('adminReply', 'en', { case: family.caseId }));
    expect(officer.text).toContain('Before that, the person gave an address used in another open case');
    expect(officer.text).toContain('Also the address of Pim Brambleworth');
  });

  it('another address of somebody counts once its link is opened; those who keep theirs are confirmed by the reply', async () => {
    const family = await inviteFamily(portal, officer, [{ ...SPOUSE, email: 'odo-known@mail.example' }, CHILD]);
    const mails = await replyForFamily(portal, family, [{ email: 'odo-new@mail.example' }, {}]);
    expect(mails.map(({ template, to }) => [template, to]).sort()).toEqual([
      ['email-changed', 'odo-known@mail.example'],
      ['email-confirm', 'odo-new@mail.example'],
      ['reply-received', family.given.email],
    ]);
    await openPrincipalsAccount(officer, family);
    const spouse = () => portal.em().findOneOrFail(Person, { id: family.ids.Odo ?? '' });
    expect([(await spouse()).email, (await spouse()).emailConfirmedAt]).toEqual(['odo-known@mail.example', null]);
    const child = await portal.em().findOneOrFail(Person, { id: family.ids.Pim ?? '' });
    expect(child.emailConfirmedAt).not.toBeNull();
    expect(child.appearance).toEqual({ eyeColour: 'blue', heightCm: 120 });
    const { link } = theMail(mails, 'email-confirm');
    const owner = await portal.visitor().visit(link);
    await owner.press('This address is mine');
    expect([(await spouse()).email, Boolean((await spouse()).emailConfirmedAt)]).toEqual(['odo-new@mail.example', true]);
    expect((await owner.visit(link)).status).toBe(410);
  });

  it('nobody answers about a person of another case', async () => {
    const [family, other] = [await inviteFamily(portal, officer, [SPOUSE]), await inviteFamily(portal, officer, [CHILD])];
    const browser = await answerForFamily(portal, family, [{}]);
    await browser.visit(href('replyMember', 'en', { person: other.ids.Pim ?? '' }));
    expect(browser.path).toBe(href('replyCheck', 'en')); // led to where they belong
    expect(browser.text).not.toContain('Pim');
  });
});
