import { DAY } from '../../src/clock.js';
import { Account } from '../../src/accounts/account.entity.js';
import { PasswordRequest } from '../../src/accounts/password-request.entity.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, type Applicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const ASK = { en: 'Ask for a new password', fr: 'Demander un nouveau mot de passe' } as const;

/** S39: "ask for a new temporary password" reaches an officers' queue; a new one kills the old. */
describe('S39: an officer resets an expired or lost temporary password', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const ask = async (caseNumber: string, email: string, language: Language = 'en'): Promise<Visitor> => {
    const browser = await portal.visitor({ language }).visit(href('temporaryPassword', language));
    return browser.fill({ applicationNumber: caseNumber, email }).press(ASK[language]);
  };
  const open = (person: Applicant): Promise<number> => portal.em().count(PasswordRequest, { account: person.accountId, closedAt: null });

  it.each(['en', 'fr'] as const)(
    'the request reaches the officers’ list, and their press sends a new one that kills the old (%s)',
    async (language) => {
      const person = await anApplicant(portal, { stage: 'temporary', language, facts: { familyName: `Mallowmere ${language}` } });
      portal.clock.advance(31 * DAY);
      const asked = await ask(person.caseNumber.toLowerCase(), ` ${person.email.toUpperCase()} `, language);
      expect(asked.path).toBe(href('temporaryPasswordAsked', language));
      expect(asked.text).toMatch(language === 'en' ? /junk or spam/ : /pourriels/);
      await ask(person.caseNumber, person.email, language); // asked again: one open request
      expect(await open(person)).toBe(1);

      const officer = await signIn(portal, await anOfficer(portal));
      await officer.visit(href('adminPasswordRequests', 'en'));
      const row = officer.textsOf('tbody tr').find((text) => text.includes(person.name));
      expect(row).toContain(person.caseNumber);
      expect(row).toContain('Ended on');
      const older = await signIn(portal, { ...(await anApplicant(portal, { stage: 'temporary' })) });
      expect(older.path).toBe(href('firstSignIn', 'en'));
      await portal.deliverMail();
      await officer.press(`Send a new one to ${person.name}`);
      expect(officer.text).toContain(`A new temporary password is on its way to ${person.name}`);
      expect(officer.textsOf('tbody tr').some((text) => text.includes(person.name))).toBe(false);

      const mail = theMail(await portal.deliverMail(), 'temporary-password-reissued');
      expect(mail).toMatchObject({ to: person.email, language });
      expect(mail.payload.username).toBe(person.username);
      expect(officer.html).not.toContain(String(mail.payload.password));
      await expect(signIn(portal, person)).rejects.toThrow('could not sign in');
      expect((await signIn(portal, { ...person, password: String(mail.payload.password) })).path).toBe(href('firstSignIn', language));
    },
  );

  it('the oldest request stands first', async () => {
    const [one, two] = [await anApplicant(portal, { stage: 'temporary' }), await anApplicant(portal, { stage: 'temporary' })];
    await ask(two.caseNumber, two.email);
    portal.clock.advance(1000);
    await ask(one.caseNumber, one.email);
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminPasswordRequests', 'fr'));
    expect(officer.textsOf('tbody th').map((text) => text.split(' ').at(-1))).toEqual([two.caseNumber, one.caseNumber]);
  });

  it('a session opened with the old one ends with it', async () => {
    const person = await anApplicant(portal, { stage: 'temporary' });
    const browser = await signIn(portal, person);
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminCase', 'en', { case: person.caseId }));
    await officer.press('Send a new temporary password');
    expect(officer.path).toBe(href('adminCase', 'en', { case: person.caseId }));
    await browser.fill({ newPassword: 'four slow barges upstream' }).press('Save my password');
    expect(browser.path).not.toBe(href('passwordChanged', 'en'));
    await expect(signIn(portal, { ...person, password: 'four slow barges upstream' })).rejects.toThrow('could not sign in');
  });

  it('a request that was answered, or whose person has a password of their own by now, is 409 and changes nothing', async () => {
    const person = await anApplicant(portal, { stage: 'temporary' });
    await ask(person.caseNumber, person.email);
    const officer = await signIn(portal, await anOfficer(portal));
    const [request] = await portal.em().find(PasswordRequest, { account: person.accountId });
    const browser = await signIn(portal, person);
    await browser.fill({ newPassword: 'four slow barges upstream' }).press('Save my password');
    expect(await open(person)).toBe(0); // it has lost its cause
    await officer.visit(href('adminPasswordRequests', 'en'));
    const before = await everyRow(portal);
    await officer.forge(href('adminReissue', 'en', { request: request?.id ?? '' }));
    expect(officer.status).toBe(409);
    await officer.forge(href('adminTemporaryPassword', 'en', { person: person.personId }));
    expect(officer.status).toBe(409);
    expect(await everyRow(portal)).toEqual(before);
    expect((await signIn(portal, { ...person, password: 'four slow barges upstream' })).path).toBe(href('confirmation', 'en'));
  });

  it('sent without a request it is one mail as well, however often the button is pressed at once', async () => {
    const person = await anApplicant(portal, { stage: 'temporary' });
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminCase', 'en', { case: person.caseId }));
    await portal.deliverMail();
    const pressed = officer.$('form[action*="temporary-password"]').attr('action') ?? '';
    const body = new URLSearchParams({ _csrf: officer.csrfToken }).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => officer.raw('POST', pressed, headers, body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409, 409]);
    const mails = await portal.deliverMail();
    expect(mails.map(({ template }) => template)).toEqual(['temporary-password-reissued']);
    const password = String(mails[0]?.payload.password);
    expect((await signIn(portal, { ...person, password })).path).toBe(href('firstSignIn', 'en'));
  });

  it('two officers who press at once send one', async () => {
    const person = await anApplicant(portal, { stage: 'temporary', facts: { familyName: 'Fennimore' } });
    await ask(person.caseNumber, person.email);
    const officers = [await signIn(portal, await anOfficer(portal)), await signIn(portal, await anOfficer(portal))];
    await portal.deliverMail();
    for (const officer of officers) await officer.visit(href('adminPasswordRequests', 'en'));
    await Promise.all(officers.map((officer) => officer.press('Send a new one to Idris Fennimore')));
    expect(officers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'temporary-password-reissued')).toHaveLength(1);
  });

  it.each(['en', 'fr'] as const)(
    'nobody learns whether an account exists: the answer is the same, and nothing is kept (%s)',
    async (language) => {
      const person = await anApplicant(portal, { stage: 'temporary' });
      const active = await anApplicant(portal);
      const known = await ask(person.caseNumber, person.email, language);
      const before = await everyRow(portal);
      for (const [number, email] of [
        ['E000000001', 'nobody@mail.example'],
        [person.caseNumber, 'nobody@mail.example'],
        [active.caseNumber, person.email],
        [active.caseNumber, active.email],
      ] as const) {
        const unknown = await ask(number, email, language);
        expect(unknown.trail.map(({ status }) => status)).toEqual(known.trail.map(({ status }) => status));
        expect(unknown.html).toBe(known.html);
      }
      expect(await everyRow(portal)).toEqual(before);
    },
  );

  it('officers and representatives ask with their username: a representative’s request is any officer’s to answer, an officer’s a supervisor’s', async () => {
    const [helper, colleague] = [await aRepresentativeOf(portal, await anApplicant(portal)), await anOfficer(portal)];
    const em = portal.em();
    for (const { accountId } of [helper, colleague])
      await em.nativeUpdate(
        Account,
        { id: accountId },
        { state: 'temporary', passwordHash: null, temporaryPasswordHash: 'lost', temporaryPasswordEndsAt: portal.clock.now() },
      );
    await ask(helper.username.toUpperCase(), helper.email);
    await ask(colleague.username, colleague.email);
    await ask(colleague.username, helper.email); // not theirs
    const rows = async (browser: Visitor): Promise<string> =>
      (await browser.visit(href('adminPasswordRequests', 'en'))).textsOf('tbody tr').join();
    const officer = await signIn(portal, await anOfficer(portal));
    expect(await rows(officer)).toContain(helper.name);
    expect(await rows(officer)).not.toContain('Odile Marchbank');
    const [request] = await portal.em().find(PasswordRequest, { account: colleague.accountId });
    await officer.forge(href('adminReissue', 'en', { request: request?.id ?? '' }));
    expect(officer.status).toBe(404);
    await portal.deliverMail();
    await officer.visit(href('adminPasswordRequests', 'en'));
    await officer.press(`Send a new one to ${helper.name}`);
    const mail = theMail(await portal.deliverMail(), 'staff-password-reissued', helper.email);
    expect((await signIn(portal, { ...helper, password: String(mail.payload.password) })).path).toBe(href('firstSignIn', 'en'));

    const supervisor = await signIn(portal, await anOfficer(portal, { role: 'supervisor' }));
    expect(await rows(supervisor)).toContain('Odile Marchbank');
    await supervisor.press('Send a new one to Odile Marchbank');
    const own = theMail(await portal.deliverMail(), 'staff-password-reissued', colleague.email);
    expect((await signIn(portal, { ...colleague, password: String(own.payload.password) })).path).toBe(href('firstSignIn', 'en'));
  });

  it('bad input says what to type, and keeps it', async () => {
    const browser = await ask('12', 'nobody');
    expect(browser.status).toBe(422);
    expect(browser.errors()).toEqual({
      applicationNumber: 'Enter an application number like E000123456, letters first, then nine digits, or a username like k7mx-4qtr-p2',
      email: 'Enter an email address like name@example.com',
    });
    expect(browser.value('applicationNumber')).toBe('12');
  });

  it('so many requests from one place are answered with 429', async () => {
    const browser = await portal.visitor().visit(href('temporaryPassword', 'fr'));
    const statuses: number[] = [];
    for (let time = 0; time < 11; time++) {
      await browser.visit(href('temporaryPassword', 'fr'));
      await browser.fill({ applicationNumber: 'E000000001', email: 'nobody@mail.example' }).press(ASK.fr);
      statuses.push(browser.status);
    }
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
  });
});
