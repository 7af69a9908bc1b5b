import { PresenceDeclaration } from '../../src/confirmation/presence-declaration.entity.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, PASSWORD } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** S8: an explicit declaration, signed by the person's own account; stored with signer, relation, statement version, language and time. */
describe('S8: the person declares that they are in Canada', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const atTheDeclaration = async (language: 'en' | 'fr' = 'en', facts = {}) => {
    const applicant = await anApplicant(portal, { language, facts });
    const browser = await signIn(portal, applicant);
    await browser.visit(href('presence', language, { person: applicant.personId }));
    return { applicant, browser };
  };
  const declarations = (personId: string) => portal.em().find(PresenceDeclaration, { person: personId });

  it('is read, ticked, signed with the name on file and the password again, and gets a receipt', async () => {
    const { applicant, browser } = await atTheDeclaration();
    expect(browser.text).toContain('My name is Idris Quillfeather');
    expect(browser.text).toContain('section 40');
    await browser.tick('agreed').fill({ name: 'idris  quill-feather', password: PASSWORD }).press('Sign my declaration');
    expect(browser.heading).toBe('Declaration received');
    const [declaration, ...others] = await declarations(applicant.personId);
    expect(others).toEqual([]);
    expect(declaration).toMatchObject({
      signerAccountId: applicant.accountId,
      relation: 'self',
      statementVersion: 1,
      statementLanguage: 'en',
      declaredAt: portal.clock.now(),
    });
    expect(browser.text).toContain(declaration?.reference ?? 'no reference');
    const [mail] = (await portal.deliverMail()).filter(({ template }) => template === 'declaration-received');
    expect(mail?.to).toBe(applicant.email);
    const [trail] = await portal.sql('select actor_kind, actor_account from audit_event where action = $1 and subject = $2', [
      'presence.declared',
      applicant.personId,
    ]);
    expect(trail).toEqual({ actor_kind: 'applicant', actor_account: applicant.accountId });
  });

  it('is the same in French, and remembers the language that was signed', async () => {
    const { applicant, browser } = await atTheDeclaration('fr', { familyName: 'Corneflûte', givenNames: 'Élodie' });
    await browser.tick('agreed').fill({ name: 'elodie corneflute', password: PASSWORD }).press('Signer ma déclaration');
    expect(browser.heading).toBe('Déclaration reçue');
    expect(await declarations(applicant.personId)).toMatchObject([{ statementLanguage: 'fr' }]);
  });

  it.each([
    ['the box', { name: 'Idris Quillfeather', password: PASSWORD }, false, 'agreed'],
    ['another name', { name: 'Somebody Else', password: PASSWORD }, true, 'name'],
    ['a wrong password', { name: 'Idris Quillfeather', password: 'seven quiet herons at dawn' }, true, 'password'],
  ])('refuses %s with the reason, and stores nothing', async (_what, typed, tick, field) => {
    const { applicant, browser } = await atTheDeclaration();
    if (tick) browser.tick('agreed');
    await browser.fill(typed).press('Sign my declaration');
    expect(browser.status).toBe(422);
    expect(browser.title).toMatch(/^Error: /);
    expect(Object.keys(browser.errors())).toEqual([field]);
    expect(browser.value('name')).toBe(typed.name);
    expect(browser.value('password')).toBe('');
    expect(await declarations(applicant.personId)).toEqual([]);
  });

  it('accepts the longest names there can be', async () => {
    const { applicant, browser } = await atTheDeclaration('en', { givenNames: 'Ж'.repeat(100), familyName: 'É'.repeat(100) });
    await browser.tick('agreed').fill({ name: applicant.name, password: PASSWORD }).press('Sign my declaration');
    expect(browser.heading).toBe('Declaration received');
  });

  it('accepts one name from a person who has one', async () => {
    const { browser } = await atTheDeclaration('en', { familyName: 'Suharto', givenNames: '' });
    await browser.tick('agreed').fill({ name: 'SUHARTO', password: PASSWORD }).press('Sign my declaration');
    expect(browser.heading).toBe('Declaration received');
  });

  it('pressed several times at once makes one declaration and one mail, and every press leads to its receipt', async () => {
    const { applicant, browser } = await atTheDeclaration();
    const form = { _csrf: browser.csrfToken, agreed: 'yes', name: 'Idris Quillfeather', password: PASSWORD };
    const page = href('presence', 'en', { person: applicant.personId });
    const body = new URLSearchParams(form).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
    await portal.deliverMail();
    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.raw('POST', page, headers, body)));
    const receipt = href('presenceReceipt', 'en', { person: applicant.personId });
    expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual(Array(5).fill([303, receipt]));
    expect(await declarations(applicant.personId)).toHaveLength(1);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'declaration-received')).toHaveLength(1);
  });

  it('is never declared by an officer', async () => {
    const applicant = await anApplicant(portal);
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('presence', 'en', { person: applicant.personId }));
    expect(officer.status).toBe(403);
  });

  it('of somebody else is not to be found', async () => {
    const { browser } = await atTheDeclaration();
    const other = await anApplicant(portal);
    await browser.visit(href('presence', 'en', { person: other.personId }));
    expect(browser.status).toBe(404);
    await browser.visit(href('presence', 'en', { person: 'nobody' }));
    expect(browser.status).toBe(404);
  });

  it('can be answered with "I am not in Canada": on hold, never a dead end', async () => {
    const { applicant, browser } = await atTheDeclaration();
    await browser.follow('Tell us when you come back');
    await browser
      .fill({ 'returnOn-day': '8', 'returnOn-month': '1', 'returnOn-year': '2020' })
      .choose('country', 'PT')
      .press('Save the date');
    expect(browser.status).toBe(422);
    expect(browser.errors()).toEqual({ returnOn: 'Enter a day after today' });
    const year = portal.clock.now().getUTCFullYear() + 1;
    await browser.fill({ 'returnOn-year': String(year) }).press('Save the date');
    expect(browser.text).toContain(`On hold until you are back in Canada (January 8, ${year})`);
    const [told] = await portal.sql('select details from audit_event where action = $1 and subject = $2', [
      'presence.abroad',
      applicant.personId,
    ]);
    expect(told?.details).toEqual({}); // when somebody travels is no matter of the trail
    await browser.visit(href('presence', 'en', { person: applicant.personId }));
    await browser.tick('agreed').fill({ name: 'Idris Quillfeather', password: PASSWORD }).press('Sign my declaration');
    expect(browser.heading).toBe('Declaration received');
  });
});
