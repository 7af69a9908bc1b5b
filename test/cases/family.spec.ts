import { setTimeout as wait } from 'node:timers/promises';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { Person } from '../../src/cases/person.entity.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { LegalHolds } from '../../src/retention/legal-holds.service.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer } from '../support/lanes.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aCaseToOpen, addMember, aMember, openCase, openRepliedCase } from './intake.js';

const REMOVE = { en: 'Remove from the case', fr: 'Retirer du dossier' } as const;

describe('the persons of a case', () => {
  let portal: TestPortal;
  let officer: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await signIn(portal, await anOfficer(portal));
  });
  afterAll(() => portal.close());

  const personsOf = (caseId: string): Promise<Person[]> =>
    portal.em().find(Person, { caseFile: caseId }, { orderBy: { createdAt: 'asc', id: 'asc' } });
  const removeAddress = (language: Language, person: string): string => href('adminPersonRemoval', language, { person });

  it.each(['en', 'fr'] as const)(
    'an officer adds spouse and child, and sees all of them on the page of the case (%s)',
    async (language) => {
      const given = aCaseToOpen();
      const caseId = await openCase(officer, given, language);
      await addMember(officer, caseId, aMember({ relation: 'child', facts: { givenNames: 'Pim' } }), language);
      expect(officer.status).toBe(200);
      expect(officer.path).toBe(href('adminCase', language, { case: caseId }));
      await addMember(
        officer,
        caseId,
        aMember({ relation: 'spouse', email: `own-${language}@mail.example`, facts: { givenNames: 'Odo' } }),
        language,
      );
      expect(officer.heading).toBe('Thessaly Brambleworth');
      expect(officer.textsOf('.panel h3')).toEqual(['Odo Brambleworth', 'Pim Brambleworth']); // spouse first, whoever was added first
      expect(officer.text).toContain(language === 'en' ? '2 other persons on this case' : '2 autres personnes dans ce dossier');
      const [principal, child, spouse] = await personsOf(caseId);
      expect([principal?.relation, child?.relation, spouse?.relation]).toEqual(['principal', 'child', 'spouse']);
      expect(child?.email).toBe(given.email); // none was given: the principal applicant's
      expect(spouse?.email).toBe(`own-${language}@mail.example`);
      expect(await portal.em().count(Confirmation, { person: { caseFile: caseId } })).toBe(3);
      await officer.visit(`${href('adminCases', language)}?find=Odo`);
      expect(officer.text).toContain('Odo Brambleworth');
    },
  );

  it('a button pressed twice adds one person; the UCI of somebody on the case is refused', async () => {
    const caseId = await openCase(officer, aCaseToOpen());
    const member = aMember();
    await addMember(officer, caseId, member);
    await addMember(officer, caseId, member);
    expect(await personsOf(caseId)).toHaveLength(2);
    await addMember(officer, caseId, { ...member, relation: 'spouse' });
    expect(officer.status).toBe(422);
    expect(officer.errors()).toEqual({ uci: 'Somebody on this case has this UCI' });
  });

  it('S2b, S32: an address of another open case or of a representative is refused, with the reason', async () => {
    const somebody = await anApplicant(portal);
    const representative = await aRepresentativeOf(portal, somebody);
    const caseId = await openCase(officer, aCaseToOpen());
    await addMember(officer, caseId, aMember({ email: somebody.email }));
    expect(officer.errors().email).toContain(`it is used in another open case, ${somebody.caseNumber}`);
    await addMember(officer, caseId, aMember({ email: representative.email }));
    expect(officer.errors().email).toContain('it belongs to a representative’s account');
  });

  it('says every error of an empty form at once', async () => {
    const caseId = await openCase(officer, aCaseToOpen());
    await officer.visit(href('adminPersonNew', 'fr', { case: caseId }));
    await officer.press('Ajouter la personne');
    expect(officer.status).toBe(422);
    expect(Object.keys(officer.errors())).toHaveLength(8); // the address may stay empty
  });

  it.each(['en', 'fr'] as const)('somebody who should not be there is taken off again, and found no more (%s)', async (language) => {
    const caseId = await openCase(officer, aCaseToOpen(), language);
    await addMember(officer, caseId, aMember({ facts: { givenNames: `Zephyr${language}` } }), language);
    await officer.press(`${REMOVE[language]} (Zephyr${language} Brambleworth)`);
    expect(officer.path).toBe(href('adminCase', language, { case: caseId }));
    expect(await personsOf(caseId)).toHaveLength(1);
    await officer.visit(`${href('adminCases', language)}?find=Zephyr${language}`);
    expect(officer.textsOf('tbody th a')).toEqual([]);
    const [event] = await portal.sql<{ action: string }>(
      `select action from audit_event where case_file = $1 and action = 'person.removed'`,
      [caseId],
    );
    expect(event).toBeDefined();
  });

  it('a removal pressed while a hold begins waits for it, and is told', async () => {
    const caseId = await openCase(officer, aCaseToOpen());
    await addMember(officer, caseId, aMember({ facts: { givenNames: 'Wren' } }));
    const by = (await anOfficer(portal, { role: 'supervisor' })).accountId;
    let pressed: Promise<unknown> | undefined;
    await portal.em().transactional(async (em) => {
      await em.execute('select from case_file where id = ? for update', [caseId]);
      await em.execute(`insert into legal_hold (id, case_file_id, reason, begun_at, begun_by) values (gen_random_uuid(), ?, ?, now(), ?)`, [
        caseId,
        Buffer.from('sealed'),
        by,
      ]);
      pressed = officer.press(`${REMOVE.en} (Wren Brambleworth)`);
      const waiting = (): Promise<{ n: number }[]> => portal.sql('select count(*)::int n from pg_locks where not granted');
      while ((await waiting())[0]?.n === 0) await wait(20);
    });
    await pressed;
    expect([officer.status, officer.text.includes('under a legal hold')]).toEqual([409, true]);
    expect(await personsOf(caseId)).toHaveLength(2);
  });

  it.each([
    ['en', 'under a legal hold'],
    ['fr', 'conservation juridique'],
  ] as const)('nobody goes from a case under a legal hold, whoever asks (%s)', async (language, words) => {
    const caseId = await openCase(officer, aCaseToOpen(), language);
    await addMember(officer, caseId, aMember({ facts: { givenNames: 'Wren' } }), language);
    const supervisor = await anOfficer(portal, { role: 'supervisor' });
    await portal.get(LegalHolds).begin(asOfficer(supervisor), caseId, 'Access request A-2026-00311');
    await officer.press(`${REMOVE[language]} (Wren Brambleworth)`); // on a page that stood open
    expect([officer.status, officer.text.includes(words)]).toEqual([409, true]);
    await officer.visit(href('adminCase', language, { case: caseId }));
    expect(officer.text).not.toContain(REMOVE[language]);
    const [, member] = await personsOf(caseId);
    for (const table of ['search_word', 'confirmation']) await portal.sql(`delete from ${table} where person_id = $1`, [member?.id]);
    const removal = portal.sql('delete from person where id = $1', [member?.id]);
    await expect(removal).rejects.toMatchObject({ constraint: 'person_held_holds' });
    await portal.get(LegalHolds).end(asOfficer(supervisor), caseId);
    await portal.sql('delete from person where id = $1', [member?.id]);
    expect(await personsOf(caseId)).toHaveLength(1);
  });

  it('nobody is added or removed once the invitation is answered, and the principal applicant never goes', async () => {
    const { caseId, personId } = await openRepliedCase(portal, officer);
    await officer.visit(href('adminCase', 'en', { case: caseId }));
    expect(officer.text).not.toContain('Add a person');
    await addMember(officer, caseId, aMember());
    expect(officer.status).toBe(409);
    expect(officer.text).toContain('The invitation is answered');
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await officer.raw('POST', removeAddress('en', personId), headers, `_csrf=${encodeURIComponent(officer.csrfToken)}`);
    expect(answer.status).toBe(409);
    expect(await personsOf(caseId)).toHaveLength(1);
  });
});
