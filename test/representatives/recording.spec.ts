import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { LANGUAGES } from '../../src/language/language.js';
import { addDays, dayOf } from '../../src/language/formats.js';
import { href } from '../../src/language/routes.js';
import { Representation } from '../../src/representatives/representation.entity.js';
import { Representations } from '../../src/representatives/representations.service.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { aForm, TYPED, typedDay } from '../support/representatives.js';
import { signIn } from '../support/sign-in.js';

const RECORD = { en: 'Record the form', fr: 'Inscrire le formulaire' } as const;

describe('an officer records a representative', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  const pageOf = (person: string, language: 'en' | 'fr' = 'en') => href('adminRepresentative', language, { person });
  /** Mails but those of sign-ins on another device. */
  const told = async () => (await portal.deliverMail()).filter(({ template }) => template !== 'new-device');
  const today = (): string => dayOf(portal.clock.now());

  function fillIn(browser: Visitor, email: string): Visitor {
    browser.choose('kind', 'paid').choose('body', TYPED.body).choose('language', 'fr');
    for (const box of ['onePerson', 'applicantSigned', 'representativeSigned']) browser.tick(box);
    const { membershipNumber, familyName, givenNames } = TYPED;
    return browser.fill({ membershipNumber, familyName, givenNames, email, ...typedDay('signedOn', addDays(today(), -6)) });
  }

  it.each(LANGUAGES)('from the case’s page; both are told, and an account is made (%s)', async (language) => {
    const applicant = await anApplicant(portal);
    const email = `perrin-${language}@office.example`;
    const browser = await signIn(portal, { ...(await anOfficer(portal)), language });
    await browser.visit(href('adminCase', language, { case: applicant.caseId }));
    await browser.follow(language === 'en' ? 'Record or see the representative' : 'Inscrire ou voir la représentation');
    await browser.press(RECORD[language]);
    expect(browser.status).toBe(422);
    expect(Object.keys(browser.errors()).length).toBeGreaterThan(6);
    await fillIn(browser, email).press(RECORD[language]);
    expect([browser.status, browser.path.split('?')[0], browser.errors()]).toEqual([200, pageOf(applicant.personId, language), {}]);
    for (const shown of ['Perrin Aldous', 'R123456', email]) expect(browser.text).toContain(shown);

    const mails = await told();
    expect(theMail(mails, 'representative-account').to).toBe(email);
    const mail = theMail(mails, 'representative-added');
    expect(mail.to).toBe(applicant.email);
    expect(mail.text).toContain(applicant.caseNumber);
    expect(mail.text + mail.html).not.toMatch(/Aldous|R123456/);
    await browser.visit(href('adminCase', language, { case: applicant.caseId }));
    expect(browser.text).toContain('Perrin Aldous');
    const [row] = await portal.sql<{ form: Buffer }>('select form from representation where case_file_id = $1', [applicant.caseId]);
    expect(row?.form.toString('latin1')).not.toMatch(/Aldous|R123456|office\.example/);
  });

  it('with what is wrong told beside each field, and nothing typed lost', async () => {
    const applicant = await anApplicant(portal);
    const browser = await (await signIn(portal, officer)).visit(pageOf(applicant.personId));
    await fillIn(browser, 'late@office.example')
      .fill(typedDay('signedOn', addDays(today(), -91)))
      .press(RECORD.en);
    expect([browser.status, Object.keys(browser.errors())]).toEqual([422, ['signedOn']]);
    expect(browser.text).toContain('The form was more than 90 days old on the day we received it: ask for a new one');
    expect(browser.html).toContain('value="r 123 456"');
    expect(await portal.em().count(Representation, { caseFile: applicant.caseId })).toBe(0);
    expect(await told()).toEqual([]);
  });

  it.each([
    ['en', 'Who is both an applicant and a representative uses two addresses'],
    ['fr', 'Qui demande et représente à la fois utilise deux adresses'],
  ] as const)('not with an applicant’s address: somebody who is both uses two (%s)', async (language, words) => {
    const [applicant, other] = [await anApplicant(portal), await anApplicant(portal)];
    const browser = await (await signIn(portal, { ...officer, language })).visit(pageOf(applicant.personId, language));
    await fillIn(browser, other.email).press(RECORD[language]);
    expect([browser.status, Object.keys(browser.errors())]).toEqual([422, ['email']]);
    expect(browser.errors().email).toContain(words);
  });

  it('in place of the one before, as the page says; that one is told and sees nothing more', async () => {
    const applicant = await anApplicant(portal, { facts: { familyName: 'Verdigris' } });
    const first = aForm(portal, { givenNames: 'Ottoline', familyName: 'Brackwater' });
    const representations = portal.get(Representations);
    expect(await representations.record(asOfficer(officer), applicant.personId, first)).toBeNull();
    await portal.deliverMail();
    const browser = await (await signIn(portal, officer)).visit(pageOf(applicant.personId));
    expect(browser.text).toContain('Ottoline Brackwater then no longer sees the file, and is told.');
    const again = await (await signIn(portal, officer)).visit(pageOf(applicant.personId));
    await fillIn(browser, 'second@office.example').press(RECORD.en);
    expect(browser.status).toBe(200);
    const mails = await told();
    expect(theMail(mails, 'client-ended').to).toBe(first.form.email);
    expect(mails.map(({ template }) => template).sort()).toEqual(['client-ended', 'representative-account', 'representative-added']);
    const rows = await portal.em().find(Representation, { caseFile: applicant.caseId }, { orderBy: { since: 'asc' } });
    expect(rows.map(({ endedAt }) => Boolean(endedAt)).sort()).toEqual([false, true]);

    // a page that stood open since before knows of no second one
    await fillIn(again, 'third@office.example').press(RECORD.en);
    expect([again.status, Object.keys(again.errors())]).toEqual([422, ['kind']]);
    expect(again.text).toContain('Somebody else recorded a form in the meantime');
    expect(await told()).toEqual([]);
  });

  it('once, however often the button is pressed; who has an account keeps it', async () => {
    const [one, two] = [await anApplicant(portal), await anApplicant(portal)];
    const form = aForm(portal);
    const representations = portal.get(Representations);
    const pressed = await Promise.all([1, 2].map(() => representations.record(asOfficer(officer), one.personId, form)));
    expect(pressed).toEqual([null, null]);
    expect(await portal.em().count(Representation, { caseFile: one.caseId })).toBe(1);
    expect((await told()).map(({ template }) => template).sort()).toEqual(['representative-account', 'representative-added']);
    await representations.record(asOfficer(officer), two.personId, form);
    const mails = await told();
    expect(mails.map(({ template }) => template).sort()).toEqual(['client-added', 'representative-added']);
    expect(theMail(mails, 'client-added').text).not.toContain(two.caseNumber);
  });

  it('and the trail says so, with codes only', async () => {
    const applicant = await anApplicant(portal);
    await portal.get(Representations).record(asOfficer(officer), applicant.personId, aForm(portal));
    const [event] = await portal.em().find(AuditEvent, { caseFile: applicant.caseId, action: 'representative.added' });
    expect(event).toMatchObject({ actorKind: 'officer', details: { kind: 'paid' } });
    expect(JSON.stringify(event?.details)).not.toMatch(/Aldous|R123456|@/);
  });

  it('never past the database: a form that was too old, or a second one in place, is refused there too', async () => {
    const applicant = await anApplicant(portal);
    await portal.get(Representations).record(asOfficer(officer), applicant.personId, aForm(portal));
    const change = `update representation set signed_on = received_on - $2::int where case_file_id = $1`;
    await expect(portal.sql(change, [applicant.caseId, 91])).rejects.toMatchObject({ constraint: 'representation_form_holds' });
    await expect(portal.sql(change, [applicant.caseId, -1])).rejects.toMatchObject({ constraint: 'representation_form_holds' });
    const second = `insert into representation (id, account_id, case_file_id, person_id, since) select gen_random_uuid(), account_id, case_file_id, person_id, since from representation where case_file_id = $1`;
    await expect(portal.sql(second, [applicant.caseId])).rejects.toMatchObject({ constraint: 'representation_person_id_unique' });
  });
});
