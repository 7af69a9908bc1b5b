import { Account } from '../../src/accounts/account.entity.js';
import { ActsFor } from '../../src/accounts/acts-for.entity.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { Person } from '../../src/cases/person.entity.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { href } from '../../src/language/routes.js';
import { Vault } from '../../src/privacy/vault.js';
import type { Visitor } from '../../tools/visitor.js';
import { aCaseToOpen, createAccount, invite, openCase, openRepliedCase, press } from '../cases/intake.js';
import { beginReply, goOn, type Invited } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

describe('creating an account', () => {
  let portal: TestPortal;
  let officer: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await signIn(portal, await anOfficer(portal));
  });
  afterAll(() => portal.close());

  const forgeAccount = (personId: string): Promise<Visitor> => officer.forge(href('adminAccount', 'en', { person: personId }));
  const personOf = async (caseId: string): Promise<string> => (await portal.em().findOneOrFail(Person, { caseFile: caseId })).id;

  it('takes over what the reply confirmed, and the person acts for themselves (S2a)', async () => {
    const { caseId, personId, given } = await openRepliedCase(portal, officer);
    await createAccount(portal, officer, caseId);
    expect(officer.path).toBe(href('adminCase', 'en', { case: caseId }));
    expect(officer.text).toMatch(/The temporary password works until December 23, 2026 at 10 am, Eastern Time/);
    const em = portal.em();
    const person = await em.findOneOrFail(Person, { id: personId });
    expect(person).toMatchObject({
      email: given.email,
      emailConfirmedAt: portal.clock.now(),
      appearance: { eyeColour: 'hazel', heightCm: 168 },
    });
    const account = await em.findOneOrFail(Account, { person: personId });
    expect(account).toMatchObject({ kind: 'applicant', state: 'temporary', email: given.email });
    expect(await em.findOneOrFail(ActsFor, { person: personId })).toMatchObject({ relation: 'self', accountKind: 'applicant' });
    const trail = await em.find(AuditEvent, { caseFile: caseId, actorKind: 'officer' }, { orderBy: { id: 'asc' } });
    expect(trail.map(({ action }) => action)).toEqual(['case.created', 'case.viewed', 'invitation.sent', 'reply.read', 'account.created']);
  });

  it('waits for the reply: 409 with the reason', async () => {
    const caseId = await openCase(officer, aCaseToOpen());
    await invite(portal, officer);
    expect(officer.buttons()).not.toContain('Create the account');
    await forgeAccount(await personOf(caseId));
    expect(officer.status).toBe(409);
    expect(officer.lead).toMatch(/has not answered the invitation yet/);
    expect(await portal.em().count(Account, { person: { caseFile: caseId } })).toBe(0);
    expect((await officer.visit(href('adminReply', 'en', { case: caseId }))).status).toBe(404);
  });

  it('a changed address counts only once its link was opened; until then the officer reads why', async () => {
    const { caseId, personId, mails, given } = await openRepliedCase(portal, officer, aCaseToOpen(), { email: 'other@mail.example' });
    await officer.visit(href('adminReply', 'en', { case: caseId }));
    const row = officer.textsOf('tbody tr').find((text) => text.startsWith('Email address')) ?? '';
    expect(row).toContain(given.email);
    expect(row).toContain('Differs Another address: other@mail.example The link sent to it is not opened yet, so it does not count.');
    await press(officer, 'markRead');
    expect(officer.buttons()).not.toContain('Create the account');
    expect(officer.text).toContain('The account can be created once the person has opened the link');
    await forgeAccount(personId);
    expect(officer.status).toBe(409);
    expect(officer.lead).toMatch(/^The person gave another email address, and has not opened the link sent to it/);

    const person = portal.visitor();
    await person.visit(theMail(mails, 'email-confirm').link);
    await person.press(person.buttons().find((words) => /address/i.test(words)) ?? '');
    await officer.visit(href('adminReply', 'en', { case: caseId }));
    await press(officer, 'createAccount');
    expect(theMail(await portal.deliverMail(), 'temporary-password').to).toBe('other@mail.example');
    expect((await portal.em().findOneOrFail(Person, { id: personId })).email).toBe('other@mail.example');
    await officer.visit(`${href('adminCases', 'en')}?find=other@mail.example`);
    expect(officer.textsOf('tbody th a')).toEqual(['Thessaly Brambleworth']);
  });

  it('somebody who is not in Canada is on hold until the day they named (S2c)', async () => {
    const abroad = { country: 'EE', day: '15', month: '1', year: '2027' };
    const { caseId, personId } = await openRepliedCase(portal, officer, aCaseToOpen(), { abroad });
    await officer.visit(href('adminReply', 'en', { case: caseId }));
    expect(officer.text).toContain('No. In Estonia, back on January 15, 2027.');
    await createAccount(portal, officer, caseId);
    expect(officer.lead).toContain('On hold until you are back in Canada (January 15, 2027)');
    const confirmation = await portal.em().findOneOrFail(Confirmation, { person: personId });
    expect(confirmation).toMatchObject({ presence: 'abroad', returnOn: '2027-01-15', abroadCountry: 'EE' });
  });

  it('is made once, however often the button is pressed', async () => {
    const { caseId, personId } = await openRepliedCase(portal, officer);
    const other = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminReply', 'en', { case: caseId }));
    await press(officer, 'markRead');
    await other.visit(href('adminReply', 'en', { case: caseId }));
    await Promise.all([press(officer, 'createAccount'), press(other, 'createAccount')]);
    expect([officer.status, other.status].sort()).toEqual([200, 200]);
    expect(await portal.em().count(Account, { person: personId })).toBe(1);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'temporary-password')).toHaveLength(1);
  });

  it('never carries a representative’s address (S32), nor one of another open case (S2b): 409 with the reason', async () => {
    const representative = await aRepresentativeOf(portal, await anApplicant(portal));
    const other = await anApplicant(portal);
    for (const [taken, reason] of [
      [representative.email, /belongs to a representative’s account/],
      [other.email, /is used in another open case/],
    ] as const) {
      const { caseId, personId } = await openRepliedCase(portal, officer);
      const em = portal.em();
      const person = await em.findOneOrFail(Person, { id: personId });
      // taken by the other one since the reply was sent
      const account = await em.findOneOrFail(Account, { emailIndex: portal.get(Vault).index('email', taken) });
      account.email = person.email;
      account.emailIndex = person.emailIndex;
      if (account.kind === 'applicant') (await em.findOneOrFail(Person, { id: other.personId })).emailIndex = person.emailIndex;
      await em.flush();
      await officer.visit(href('adminReply', 'en', { case: caseId }));
      await press(officer, 'markRead');
      await press(officer, 'createAccount');
      expect(officer.status).toBe(409);
      expect(officer.lead).toMatch(reason);
      expect(await portal.em().count(Account, { person: personId })).toBe(0);
    }
  });

  it.each([
    ['en', 'Someone who is an applicant here and a helper elsewhere uses two addresses.'],
    ['fr', 'Qui demande ici et aide ailleurs utilise deux adresses.'],
  ] as const)('one address for both roles is refused, and the refusal says that two are used (%s)', async (language, words) => {
    const representative = await aRepresentativeOf(portal, await anApplicant(portal));
    const { caseId, personId } = await openRepliedCase(portal, officer);
    const em = portal.em();
    const [person, account] = [
      await em.findOneOrFail(Person, { id: personId }),
      await em.findOneOrFail(Account, { id: representative.accountId }),
    ];
    account.email = person.email;
    account.emailIndex = person.emailIndex;
    await em.flush();
    await officer.visit(href('adminReply', 'en', { case: caseId }));
    await press(officer, 'markRead');
    const colleague = await signIn(portal, await anOfficer(portal, { language }));
    await colleague.forge(href('adminAccount', language, { person: personId }));
    expect([colleague.status, colleague.lead.includes(words)]).toEqual([409, true]);
    expect(await em.count(Account, { person: personId })).toBe(0);
  });

  it('what the person says is wrong stands beside the file, in their language and words', async () => {
    const given = aCaseToOpen({ language: 'fr' });
    const caseId = await openCase(officer, given);
    const mail = await invite(portal, officer);
    const invited = { ...given, caseNumber: given.number, token: String(mail.payload.token) } as unknown as Invited;
    const person = await beginReply(portal, invited);
    await goOn(person.choose('who', 'applicant'));
    await goOn(person.choose('details', 'wrong').fill({ note: 'Mon prénom s’écrit Thessalie.' }));
    await goOn(person.choose('address', 'known'));
    await goOn(person.choose('inCanada', 'yes'));
    await goOn(person.choose('eyeColour', 'hazel').fill({ height: '168' }));
    await person.press('Envoyer ma réponse');
    await officer.visit(href('adminReply', 'en', { case: caseId }));
    const words = officer.$('td [lang=fr]');
    expect(words.text()).toBe('Mon prénom s’écrit Thessalie.');
    expect(words.attr('dir')).toBe('auto');
    expect(officer.textsOf('tbody tr')[0]).toContain('Differs The person says that something is wrong:');
    await officer.visit(href('adminReply', 'fr', { case: caseId }));
    expect(officer.textsOf('tbody tr')[0]).toContain('Différent La personne dit qu’il y a une erreur');
  });
});
