import { Person } from '../../src/cases/person.entity.js';
import { paperDayProblem } from '../../src/confirmation/paper/paper-declaration.rules.js';
import { PresenceService } from '../../src/confirmation/presence.service.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aFamily } from '../support/family.js';
import { theMail } from '../support/mailbox.js';
import { faultsOf } from '../support/markup.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { typedDay } from '../support/representatives.js';
import { signIn } from '../support/sign-in.js';
import { asSigner, papersOf, presenceOf, record, WORDS } from './papers.js';

/** S8: officers never declare; they record a signed paper, naming signer and day received. The clock stands on November 23, 2026. */
let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

it('a form is signed before it is received, at most 30 days, and not before the person left Canada', () => {
  expect(
    [
      ['2026-11-23', '2026-11-22', null],
      ['2026-10-24', '2026-11-23', null],
      ['2026-10-23', '2026-11-23', null],
      ['2026-11-10', '2026-11-23', '2026-11-11'],
      ['2026-11-11', '2026-11-23', '2026-11-11'],
    ].map(([signed, received, left]) => paperDayProblem(String(signed), String(received), left ?? null)),
  ).toEqual(['signedAfterReceived', null, 'tooOld', 'beforeLeaving', null]);
});

it.each(LANGUAGES)('an officer records it, the person reads so, and another officer verifies (%s)', async (language) => {
  const [first, second] = [await anOfficer(portal, { language }), await anOfficer(portal, { language })];
  const applicant = await anApplicant(portal, { language });
  const officer = await signIn(portal, first);
  await officer.visit(href('adminCase', language, { case: applicant.caseId }));
  await officer.follow(language === 'en' ? 'Declaration and residence' : 'Déclaration et résidence');
  await officer.follow(language === 'en' ? 'Record a declaration received on paper' : 'Consigner une déclaration reçue sur papier');
  expect(await faultsOf(officer.html)).toEqual([]);
  await record(officer, applicant.personId, asSigner(applicant));
  expect([officer.status, officer.path]).toEqual([200, href('adminPresence', language, { person: applicant.personId })]);
  expect(officer.text).toContain(
    language === 'en'
      ? 'Signed on November 18, 2026, received on November 23, 2026'
      : 'Signée le 18 novembre 2026, reçue le 23 novembre 2026',
  );
  expect(officer.$(`form[action="${officer.path}"]`)).toHaveLength(0);
  expect(await faultsOf(officer.html)).toEqual([]);
  expect(await presenceOf(portal, applicant.personId)).toBe('declared');
  const mail = theMail(await portal.deliverMail(), 'declaration-received');
  const [paper] = await papersOf(portal, applicant.personId);
  expect(mail.text).toContain(paper?.reference);

  const person = await signIn(portal, applicant);
  await person.visit(href('presenceReceipt', language, { person: applicant.personId }));
  expect(person.text).toContain(language === 'en' ? 'received on November 23, 2026' : 'reçue le 23 novembre 2026');
  expect(await faultsOf(person.html)).toEqual([]);

  await officer.forge(href('adminPresence', language, { person: applicant.personId }), {});
  expect([officer.status, await presenceOf(portal, applicant.personId)]).toEqual([409, 'declared']);
  const other = await signIn(portal, second);
  await other.visit(href('adminPresence', language, { person: applicant.personId }));
  await other.press(WORDS[language].verify);
  expect([other.status, await presenceOf(portal, applicant.personId)]).toEqual([200, 'verified']);
  expect((await papersOf(portal, applicant.personId))[0]?.verifiedBy).toBe(second.accountId);
  const terms = other
    .$('dt')
    .toArray()
    .map((dt) => other.$(dt).text());
  expect(terms).toContain(language === 'en' ? 'Counts since' : 'Prise en compte');
  expect(terms).not.toContain(language === 'en' ? 'Name typed' : 'Nom tapé');
  await record(other, applicant.personId, asSigner(applicant)).catch(() => null);
  expect(other.text).toContain(applicant.name);
  expect(other.$('form[method=post] [name=signer]')).toHaveLength(0);
  // the language can be switched here as well
  expect(await faultsOf(other.html)).toEqual([]);
  // what both have signed off is struck by neither
  await other.visit(href('adminPaperStrike', language, { person: applicant.personId }));
  expect(other.path).toBe(href('adminPresence', language, { person: applicant.personId }));
});

it('who verifies it reads what the paper says, the reply and the file beside each other', async () => {
  const applicant = await anApplicant(portal, { stage: 'replied' });
  const clerk = await anOfficer(portal, { name: 'Odile Marchbanks' });
  await record(await signIn(portal, clerk), applicant.personId, { id: applicant.personId, name: applicant.name.toUpperCase() });
  const officer = await signIn(portal, await anOfficer(portal));
  await officer.visit(href('adminPresence', 'en', { person: applicant.personId }));
  const { facts } = await portal.em().findOneOrFail(Person, { id: applicant.personId });
  const told = (heading: string) => {
    const rows = officer.$(`h2:contains("${heading}")`).next('dl').find('div').toArray();
    return Object.fromEntries(rows.map((row) => [officer.$('dt', row).text(), officer.$('dd', row).text().replaceAll('\u00a0', ' ')]));
  };
  expect(told('The declaration')).toMatchObject({
    'Came on paper': 'Signed on November 18, 2026, received on November 23, 2026',
    'Recorded by': 'Odile Marchbanks',
    'Signed by': `${applicant.name}, for themselves`,
    'Name as written on the form': applicant.name.toUpperCase(),
    'Text signed': 'Version 1, in French',
  });
  expect(told('The reply to the invitation')).toMatchObject({ 'In Canada': 'Yes', 'Details are right': 'Yes' });
  expect(told('The file')).toMatchObject({ 'Family name': facts.familyName, 'Given names': facts.givenNames });
  await officer.press(WORDS.en.verify);
});

it('“Next” leads whoever recorded it to another task, and somebody else to it', async () => {
  const applicant = await anApplicant(portal);
  const [first, second] = [await signIn(portal, await anOfficer(portal)), await signIn(portal, await anOfficer(portal))];
  await record(first, applicant.personId, asSigner(applicant));
  const next = async (officer: Visitor) => {
    await officer.visit(`${href('adminQueue', 'en')}?what=presence`);
    return (await officer.press('Start the next task')).path;
  };
  expect(await next(first)).toBe('/en/admin?what=presence&left=none');
  expect(await next(second)).toBe(href('adminPresence', 'en', { person: applicant.personId }));
});

it('what is wrong with a form is said at its field, and nothing is recorded', async () => {
  const officer = await signIn(portal, await anOfficer(portal));
  const applicant = await anApplicant(portal);
  const wrong: [Parameters<typeof record>[2], Parameters<typeof record>[3], string][] = [
    [{ id: applicant.personId, name: 'Somebody Else' }, {}, 'name'],
    [asSigner(applicant), { signed: '2026-10-23' }, 'signedOn'],
    [asSigner(applicant), { signed: '2026-11-24' }, 'signedOn'],
    [asSigner(applicant), { signed: '2026-11-20', received: '2026-11-19' }, 'signedOn'],
    [asSigner(applicant), { received: '2026-11-24' }, 'receivedOn'],
  ];
  for (const [signer, days, field] of wrong) {
    await record(officer, applicant.personId, signer, days);
    expect([officer.status, Object.keys(officer.errors())]).toEqual([422, [field]]);
  }
  await officer.visit(href('adminPaper', 'en', { person: applicant.personId }));
  await officer.press(WORDS.en.record);
  expect(Object.keys(officer.errors()).sort()).toEqual(['language', 'name', 'ownHand', 'signed', 'signedOn']);
  expect(await papersOf(portal, applicant.personId)).toEqual([]);
  expect(await presenceOf(portal, applicant.personId)).toBe('not_started');
});

it('for a child the principal applicant signs, and nobody else is offered; what is sent for another signer is refused', async () => {
  const { principal, child } = await aFamily(portal);
  const officer = await signIn(portal, await anOfficer(portal));
  await officer.visit(href('adminPaper', 'en', { person: child.id }));
  expect(officer.$('[name=signer]').length).toBe(1);
  await officer.visit(href('adminPaperForm', 'en', { person: child.id, signer: principal.personId }));
  expect(officer.text).toContain(`My name is ${principal.name}, and I make this declaration for ${child.name}`);
  expect(await faultsOf(officer.html)).toEqual([]);
  expect((await officer.visit(href('adminPaperForm', 'fr', { person: child.id, signer: child.id }))).status).toBe(404);
  const values = { name: child.name, language: 'en', signed: 'yes', ownHand: 'yes' };
  const days = { ...typedDay('signedOn', '2026-11-20'), ...typedDay('receivedOn', '2026-11-23') };
  await officer.visit(href('adminPaper', 'en', { person: child.id }));
  await officer.forge(href('adminPaper', 'en', { person: child.id }), { ...values, ...days, signer: child.id });
  expect([officer.status, Object.keys(officer.errors())]).toEqual([422, ['signer']]);
  await record(officer, child.id, { id: principal.personId, name: principal.name });
  expect((await papersOf(portal, child.id)).map(({ relation }) => relation)).toEqual(['parent']);
  await officer.visit(href('adminPresence', 'en', { person: child.id }));
  expect(officer.text).toContain(`${principal.name}, as the parent`);
});

it.each(LANGUAGES)('a form that does not hold is struck with a reason, the person is told, and declares again (%s)', async (language) => {
  const applicant = await anApplicant(portal, { language });
  const officer = await signIn(portal, await anOfficer(portal, { language }));
  const strike = href('adminPaperStrike', language, { person: applicant.personId });
  await officer.forge(strike, { because: 'in_doubt' });
  expect(officer.status).toBe(409);
  await record(officer, applicant.personId, asSigner(applicant));
  await officer.visit(strike);
  expect(await faultsOf(officer.html)).toEqual([]);
  await officer.press(WORDS[language].strike);
  expect([officer.status, Object.keys(officer.errors())]).toEqual([422, ['because']]);
  await officer.choose('because', 'not_signed').press(WORDS[language].strike);
  expect([officer.status, await presenceOf(portal, applicant.personId)]).toEqual([200, 'not_started']);
  expect(theMail(await portal.deliverMail(), 'declaration-struck').text).not.toContain('undefined');
  const person = await signIn(portal, applicant);
  await person.visit(href('presence', language, { person: applicant.personId }));
  expect([person.status, person.path]).toEqual([200, href('presence', language, { person: applicant.personId })]);
  expect((await person.visit(href('presenceReceipt', language, { person: applicant.personId }))).path).not.toBe(
    href('presenceReceipt', language, { person: applicant.personId }),
  );
  // a second form may come, and counts
  await record(officer, applicant.personId, asSigner(applicant));
  expect(await presenceOf(portal, applicant.personId)).toBe('declared');
});

it('somebody who left Canada counts as back with a form of a later day only', async () => {
  const applicant = await anApplicant(portal, { stage: 'declared' });
  const browser = await signIn(portal, applicant);
  await browser.visit(href('leftCanada', 'en', { person: applicant.personId }));
  await browser.press('Withdraw my declaration');
  expect(await presenceOf(portal, applicant.personId)).toBe('withdrawn');
  const officer = await signIn(portal, await anOfficer(portal));
  await record(officer, applicant.personId, asSigner(applicant), { signed: '2026-11-22' });
  expect([officer.status, Object.keys(officer.errors())]).toEqual([422, ['signedOn']]);
  await record(officer, applicant.personId, asSigner(applicant), { signed: '2026-11-23' });
  expect(await presenceOf(portal, applicant.personId)).toBe('declared');
});

it('nor with a form of a day before they told of being away, whatever came in between', async () => {
  const officer = await signIn(portal, await anOfficer(portal));
  const old = async (applicant: Applicant) => {
    await record(officer, applicant.personId, asSigner(applicant), { signed: '2026-11-22' });
    return [officer.status, Object.keys(officer.errors())];
  };
  const actor = ({ accountId, personId }: Applicant) => ({ kind: 'applicant', accountId, personId, language: 'en' }) as const;
  const presence = portal.get(PresenceService);

  const away = await anApplicant(portal);
  await presence.tellAbroad(actor(away), away.personId, '2026-12-05', 'FR');
  expect(await old(away)).toEqual([422, ['signedOn']]);
  await portal.sql(`update confirmation set presence = 'not_started', return_on = null, abroad_country = null where person_id = $1`, [
    away.personId,
  ]);
  expect(await old(away)).toEqual([422, ['signedOn']]);

  const left = await anApplicant(portal, { stage: 'declared' });
  await presence.leaveCanada(actor(left), left.personId);
  await record(officer, left.personId, asSigner(left), { signed: '2026-11-23' });
  await officer.forge(href('adminPaperStrike', 'en', { person: left.personId }), { because: 'not_signed' });
  expect(await presenceOf(portal, left.personId)).toBe('not_started');
  expect(await old(left)).toEqual([422, ['signedOn']]);
  await record(officer, left.personId, asSigner(left), { signed: '2026-11-23' });
  expect(await presenceOf(portal, left.personId)).toBe('declared');
});

it('the database keeps out other cases’ people, representatives and applicants, the same officer twice, and every change', async () => {
  const applicant = await anApplicant(portal);
  const stranger = await anApplicant(portal);
  const [first, second] = [await anOfficer(portal), await anOfficer(portal)];
  const representative = await aRepresentativeOf(portal, applicant);
  const officer = await signIn(portal, first);
  await record(officer, applicant.personId, asSigner(applicant));
  const copy = (changes: string): Promise<unknown> =>
    portal.sql(
      `insert into paper_declaration
         select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'reference', gen_random_uuid()) || ${changes})).*
           from paper_declaration t where person_id = $1`,
      [applicant.personId],
    );
  const refused = (constraint: string) => expect.objectContaining({ constraint });
  await copy(`'{}'`); // the statement itself is right
  const other = `jsonb_build_object('signer_id', '${stranger.personId}', 'relation', 'parent')`;
  await expect(copy(other)).rejects.toEqual(refused('paper_declaration_signer_holds'));
  for (const { accountId } of [representative, applicant]) {
    await expect(copy(`jsonb_build_object('recorded_by', '${accountId}')`)).rejects.toEqual(refused('paper_declaration_recorder_holds'));
  }
  await expect(copy(`jsonb_build_object('verified_by', '${first.accountId}')`)).rejects.toEqual(
    refused('paper_declaration_two_persons_holds'),
  );
  const change = (set: string): Promise<unknown> =>
    portal.sql(`update paper_declaration set ${set} where person_id = $1`, [applicant.personId]);
  await expect(change(`received_on = '2026-11-22'`)).rejects.toThrow('final');
  await change(`verified_by = '${second.accountId}'`);
  await expect(change('verified_by = null')).rejects.toThrow('final');
  await expect(change(`struck_at = now(), struck_by = recorded_by`)).rejects.toEqual(refused('paper_declaration_struck_holds'));
  await change(`struck_at = now(), struck_by = recorded_by, struck_because = 'in_doubt'`);
  await expect(change(`struck_because = 'incomplete'`)).rejects.toThrow('final');
  await expect(portal.sql('delete from paper_declaration where person_id = $1', [applicant.personId])).rejects.toThrow('final');
});
