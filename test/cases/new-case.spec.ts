import { CaseFile } from '../../src/cases/case-file.entity.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aCaseToOpen, openCase, press, typeCase } from './intake.js';

describe('opening a case', () => {
  let portal: TestPortal;
  let officer: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await signIn(portal, await anOfficer(portal));
  });
  afterAll(() => portal.close());

  it.each(['en', 'fr'] as const)('an officer enters case and person, and sees the file as they typed it (%s)', async (language) => {
    const given = aCaseToOpen({ language: 'fr', facts: { familyName: 'D’Arcy-Müller', givenNames: 'Zoé Łucja' } });
    const caseId = await openCase(officer, given, language);
    expect(officer.status).toBe(200);
    expect(officer.path).toBe(href('adminCase', language, { case: caseId }));
    expect(officer.heading).toBe('Zoé Łucja D’Arcy-Müller');
    expect(officer.text).toContain(given.number);
    expect(officer.text).toContain(given.email);
    expect(officer.text).toContain(language === 'en' ? 'July 9, 1990' : '9 juillet 1990');
    expect(officer.text).toContain(language === 'en' ? 'Estonia' : 'Estonie');
    expect(officer.text).toContain(given.contactAddress);
    expect(officer.text).toContain(language === 'en' ? 'Not sent yet' : 'Pas encore envoyée');
    expect(await portal.deliverMail()).toEqual([]);
  });

  it('takes one name, no citizenship, a UCI of ten digits, and a number with spaces', async () => {
    const given = aCaseToOpen({
      number: 'e000 987-654',
      facts: { givenNames: '', familyName: 'Suharna', citizenship: 'XX', uci: '11-2345-6789' },
    });
    await openCase(officer, given);
    expect(officer.heading).toBe('Suharna');
    expect(officer.text).toContain('E000987654');
    expect(officer.text).toContain('Stateless');
    expect(officer.text).toContain('11-2345-6789');
  });

  it('takes names and places in Latin letters with any marks, and nothing that nobody sees', async () => {
    const names = { familyName: 'Nguyễn-\u00adĐặng Ŵə\u200bʼó', givenNames: 'Þórdís Żółć İpek' };
    await openCase(officer, aCaseToOpen({ facts: { ...names, placeOfBirth: 'Łódź–Þórshöfn' } }));
    expect(officer.heading).toBe('Þórdís Żółć İpek Nguyễn-Đặng Ŵəʼó');
    expect(officer.text).toContain('Łódź–Þórshöfn');
  });

  it('says in French too how names and places in other letters are to be written, and which is which', async () => {
    const facts = { familyName: 'Квилфезер', givenNames: '伊德里斯', placeOfBirth: 'Τάρτου' };
    await press(await typeCase(officer, aCaseToOpen({ facts }), 'fr'), 'open');
    const zone = 'comme dans la zone de lecture automatique du passeport';
    expect(officer.errors()).toEqual({
      familyName: expect.stringContaining(`Écrivez le nom de famille en lettres latines, ${zone}`),
      givenNames: expect.stringContaining(`Écrivez les prénoms en lettres latines, ${zone}`),
      placeOfBirth: expect.stringContaining('Écrivez le lieu de naissance en lettres latines, comme dans le passeport'),
    });
  });

  it.each([
    ['applicationNumber', { number: '' }, 'Enter the application number'],
    ['applicationNumber', { number: 'E12345678' }, /^Enter an application number like E000123456/],
    ['contactAddress', { contactAddress: 'office' }, 'Enter an email address like name@example.com'],
    ['appliedOn', { appliedOn: '2026-11-24' }, 'The application date can’t be in the future'],
    ['appliedOn', { appliedOn: '1999-12-31' }, 'The application date must be in 2000 or later'],
    ['email', { email: 'a@b@c.example' }, 'Enter an email address like name@example.com'],
    ['email', { email: 'a\u202eb@c.example' }, 'Enter an email address like name@example.com'],
    ['contactAddress', { contactAddress: 'a\u0000b@c.example' }, 'Enter an email address like name@example.com'],
    ['contactAddress', { contactAddress: 'a@c.example\r\nBcc: b@c.example' }, 'Enter an email address like name@example.com'],
    ['familyName', { facts: { familyName: '' } }, 'Enter the family name'],
    ['familyName', { facts: { familyName: 'A\u202eB' } }, /^Use letters in the family name, as in the passport/],
    ['familyName', { facts: { familyName: 'Quill\u0000feather' } }, /^Use letters in the family name, as in the passport/],
    [
      'familyName',
      { facts: { familyName: 'Квилфезер' } },
      /^Write the family name in Latin letters, as in the passport’s machine-readable zone/,
    ],
    ['familyName', { facts: { familyName: 'ＱＵＩＬＬ' } }, /^Write the family name in Latin letters/],
    ['givenNames', { facts: { givenNames: 'Idris 伊德里斯' } }, /^Write the given names in Latin letters/],
    ['givenNames', { facts: { givenNames: 'Idris 🙂' } }, /^Write the given names in Latin letters/],
    ['givenNames', { facts: { givenNames: 'A'.repeat(101) } }, 'Use at most 100 characters for the given names. You typed 101.'],
    ['dateOfBirth', { facts: { dateOfBirth: '1990-02-30' } }, /^Enter a real date of birth/],
    ['dateOfBirth', { facts: { dateOfBirth: '2026-11-23' } }, 'The date of birth must be in the past'],
    ['dateOfBirth', { facts: { dateOfBirth: '1899-12-31' } }, 'The date of birth must be in 1900 or later'],
    ['uci', { facts: { uci: '123456789' } }, 'Enter a UCI of 8 or 10 digits'],
    ['uci', { facts: { uci: '1234567a' } }, 'Enter a UCI of 8 or 10 digits'],
  ] as const)('says what is wrong with %s, keeps what was typed and writes nothing: %j', async (field, wishes, words) => {
    const before = await portal.em().count(CaseFile);
    await press(await typeCase(officer, aCaseToOpen(wishes)), 'open');
    expect(officer.status).toBe(422);
    expect(officer.title).toMatch(/^Error: /);
    const errors = officer.errors();
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]).toMatch(words);
    expect(officer.value('placeOfBirth')).toBe('Tartu');
    expect(officer.value('countryOfBirth')).toBe('EE');
    expect(await portal.em().count(CaseFile)).toBe(before);
  });

  it('says every error of an empty form at once, in both languages', async () => {
    for (const language of ['en', 'fr'] as const) {
      await officer.visit(href('adminCaseNew', language));
      await press(officer, 'open');
      expect(officer.status).toBe(422);
      expect(Object.keys(officer.errors())).toHaveLength(12);
    }
  });

  it('pressed twice opens one case, and both presses lead to it', async () => {
    const given = aCaseToOpen({});
    const caseId = await openCase(officer, given);
    const before = await portal.em().count(CaseFile);
    expect(await openCase(officer, given)).toBe(caseId);
    expect(await portal.em().count(CaseFile)).toBe(before);
  });

  it('refuses a number that another case has, however it is written', async () => {
    const given = aCaseToOpen();
    await openCase(officer, given);
    await press(await typeCase(officer, aCaseToOpen({ number: given.number.toLowerCase().replace(/(\d{3})/, ' $1 ') })), 'open');
    expect(officer.status).toBe(422);
    expect(officer.errors().applicationNumber).toContain(`Another case has the application number ${given.number}`);
  });

  it('two officers at once open one case', async () => {
    const given = aCaseToOpen();
    const other = await signIn(portal, await anOfficer(portal));
    await Promise.all([typeCase(officer, given), typeCase(other, given)]);
    await Promise.all([press(officer, 'open'), press(other, 'open')]);
    expect([officer.status, other.status].sort()).toEqual([200, 422]);
  });

  it('S2b: an address of another open case is refused, and the officer reads in which; its letters’ case does not matter', async () => {
    const somebody = await anApplicant(portal);
    await press(await typeCase(officer, aCaseToOpen({ email: somebody.email.toUpperCase() })), 'open');
    expect(officer.status).toBe(422);
    expect(officer.errors().email).toBe(
      `We can’t use this address for this person: it is used in another open case, ${somebody.caseNumber}. Ask the person for another one.`,
    );
  });

  it('S2b: two cases can’t take the same address at the same moment', async () => {
    const [one, two] = [aCaseToOpen(), aCaseToOpen()];
    const other = await signIn(portal, await anOfficer(portal));
    await Promise.all([typeCase(officer, one), typeCase(other, { ...two, email: one.email })]);
    await Promise.all([press(officer, 'open'), press(other, 'open')]);
    expect([officer.status, other.status].sort()).toEqual([200, 422]);
  });

  it('S32: a representative’s address is refused for an applicant', async () => {
    const representative = await aRepresentativeOf(portal, await anApplicant(portal));
    await press(await typeCase(officer, aCaseToOpen({ email: representative.email })), 'open');
    expect(officer.errors().email).toMatch(/it belongs to a representative’s account/);
  });
});
