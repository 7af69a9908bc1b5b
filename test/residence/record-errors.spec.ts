import { CardService } from '../../src/cards/card.service.js';
import { CardMailing } from '../../src/cards/mailed/mailing.service.js';
import { RecordErrors } from '../../src/residence/record-errors.js';
import { ResidenceRecord } from '../../src/residence/residence-record.entity.js';
import { MOST_ERROR_WORDS } from '../../src/residence/residence.rules.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, aSentPhoto, asOfficer, confirmResidence, verifyPresence } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 6.18: a name error on the eCOPR, held until corrected; a cut name is explained, not held. */
describe('an error on the eCOPR', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  async function aResident({ card = false } = {}): Promise<Applicant> {
    const applicant = await anApplicant(portal, { stage: card ? 'addressed' : 'declared' });
    await verifyPresence(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    if (card) {
      await aSentPhoto(portal, applicant.personId);
      await acceptPhoto(portal, officer, applicant.personId);
    }
    await portal.deliverMail();
    return applicant;
  }

  async function report(applicant: Applicant, words = 'Quillfether, with one l'): Promise<Visitor> {
    const browser = await signIn(portal, applicant);
    await browser.visit(href('ecopr', 'en', { person: applicant.personId }));
    await browser.follow('Something on it is wrong');
    await browser.tick('parts', 'familyName').fill({ words }).press('Send the report');
    return browser;
  }

  const cardOf = async ({ personId }: Applicant) =>
    (
      await portal.sql<{ id: string; state: string; printed_at: Date | null }>(
        'select id, state, printed_at from card where person_id = $1',
        [personId],
      )
    )[0];
  const currentOf = ({ personId }: Applicant) => portal.em().findOne(ResidenceRecord, { person: personId, replacedAt: null });
  const recordsOf = ({ personId }: Applicant) =>
    portal.sql<{ number: string; replaced_at: Date | null }>(
      'select number, replaced_at from residence_record where person_id = $1 order by issued_at, id',
      [personId],
    );

  it('is reported in words, once, and the page says what happens next', async () => {
    const applicant = await aResident();
    const browser = await report(applicant);
    expect(browser.path).toBe(href('ecopr', 'en', { person: applicant.personId }));
    expect(browser.text).toContain('You reported an error on');
    expect(browser.links().some(({ text }) => text === 'Something on it is wrong')).toBe(false);
    await browser.visit(href('ecoprError', 'en', { person: applicant.personId }));
    expect(browser.path).toBe(href('ecopr', 'en', { person: applicant.personId }));
    await portal
      .get(RecordErrors)
      .report(
        { kind: 'applicant', accountId: applicant.accountId, personId: applicant.personId, language: 'en' },
        applicant.personId,
        ['sex'],
        'again',
      );
    expect(await portal.sql('select from record_error where person_id = $1', [applicant.personId])).toHaveLength(1);
  });

  it.each([
    [{ words: 'how' }, [], { parts: 'Choose what is wrong' }],
    [{ words: '' }, ['sex'], { words: 'Say how it should be' }],
    [{ words: 'x'.repeat(MOST_ERROR_WORDS + 1) }, ['sex'], { words: `at most ${MOST_ERROR_WORDS}` }],
  ])('says what a report lacks, and keeps what was typed', async (typed, parts, errors) => {
    const applicant = await aResident();
    const browser = await signIn(portal, applicant);
    await browser.visit(href('ecoprError', 'en', { person: applicant.personId }));
    for (const part of parts) browser.tick('parts', part);
    await browser.fill(typed).press('Send the report');
    expect(browser.status).toBe(422);
    expect(Object.keys(browser.errors())).toEqual(Object.keys(errors));
    for (const [field, words] of Object.entries(errors)) expect(browser.errors()[field]).toContain(words);
    expect(browser.value('words')).toBe(typed.words);
  });

  it('holds a card that is not in the mail yet, and what was printed of it; the person reads so', async () => {
    const applicant = await aResident({ card: true });
    await portal.get(CardService).print(asOfficer(officer), (await cardOf(applicant))?.id ?? '');
    const browser = await report(applicant);
    expect(await cardOf(applicant)).toMatchObject({ state: 'held', printed_at: null });
    await browser.visit(href('status', 'en', { person: applicant.personId }));
    expect(browser.lead).toBe('We are correcting your card');
    // the address may change again until it is printed anew
    await browser.visit(href('mailingAddress', 'en', { person: applicant.personId }));
    expect(browser.status).toBe(200);
  });

  it('waits in the officers’ queue; corrected, it changes the file, issues a new record and asks for the card anew', async () => {
    const applicant = await aResident({ card: true });
    await report(applicant);
    const desk = await signIn(portal, officer);
    await desk.visit(`${href('adminQueue', 'en')}?what=error`);
    expect(desk.text).toContain('Reported error on the eCOPR to check');
    await desk.visit(href('adminRecordError', 'en', { person: applicant.personId }));
    expect(desk.text).toContain('Quillfether, with one l');
    await desk.follow('Correct the facts');
    expect(desk.value('familyName')).toBe('Quillfeather');
    await desk.press('Correct and issue again');
    expect(desk.status).toBe(422);
    expect(desk.errors().familyName).toContain('Nothing is changed yet');
    await desk.fill({ familyName: 'Quillfether' }).press('Correct and issue again');
    expect(desk.path).toBe(href('adminPresence', 'en', { person: applicant.personId }));
    expect(desk.text).toContain('Quillfether');
    expect(desk.text).toContain('A corrected eCOPR was issued');
    const [former, present, ...more] = await recordsOf(applicant);
    expect(more).toEqual([]);
    expect(former?.replaced_at).not.toBeNull();
    expect(present?.replaced_at).toBeNull();
    expect(await cardOf(applicant)).toMatchObject({ state: 'requested' });
    await desk.visit(`${href('adminCases', 'en')}?find=quillfether`);
    expect(desk.text).toContain(applicant.caseNumber);
    const mails = await portal.deliverMail();
    expect(mails.map(({ subject }) => subject).filter((subject) => !subject.includes('new device'))).toEqual([
      expect.stringContaining('The confirmation is corrected'),
    ]);
    const browser = await signIn(portal, applicant);
    await browser.visit(href('ecopr', 'en', { person: applicant.personId }));
    expect(browser.text).toContain('is corrected. This document replaces the former');
    expect(browser.text).toContain(present?.number);
    await browser.visit(href('ecoprDocument', 'en', { person: applicant.personId, number: former?.number ?? '' }));
    expect(browser.status).toBe(404);
    await desk.visit(href('adminRecordError', 'en', { person: applicant.personId }));
    expect(desk.status).toBe(404);
  });

  it('the code of the former record says that it was replaced', async () => {
    const applicant = await aResident();
    const former = await currentOf(applicant);
    await report(applicant);
    await portal.get(RecordErrors).correct(asOfficer(officer), applicant.personId, { ...applicant.facts, placeOfBirth: 'Elsewhere' });
    const browser = await portal.visitor().visit(href('ecoprChecked', 'en', { code: former?.code ?? '' }));
    expect(browser.heading).toBe('Genuine, but replaced');
    const present = await currentOf(applicant);
    expect(present?.code).not.toBe(former?.code);
    await browser.visit(href('ecoprChecked', 'en', { code: present?.code ?? '' }));
    expect(browser.heading).toBe('Genuine, and it counts');
  });

  it('that is none is answered in words, which the person reads, and the card goes on', async () => {
    const applicant = await aResident({ card: true });
    await report(applicant, 'My name is cut');
    const desk = await signIn(portal, officer);
    await desk.visit(href('adminRecordError', 'en', { person: applicant.personId }));
    await desk.press('Send the answer');
    expect(desk.errors().words).toContain('Say why nothing is corrected');
    await desk.fill({ words: 'The card has room\nfor 28 characters.' }).press('Send the answer');
    expect(desk.path).toBe(href('adminPresence', 'en', { person: applicant.personId }));
    expect(await cardOf(applicant)).toMatchObject({ state: 'requested' });
    expect(await recordsOf(applicant)).toHaveLength(1);
    const mails = await portal.deliverMail();
    expect(mails.map(({ subject }) => subject).filter((subject) => !subject.includes('new device'))).toEqual([
      expect.stringContaining('We looked at the error you reported'),
    ]);
    const browser = await signIn(portal, applicant);
    await browser.visit(href('ecopr', 'en', { person: applicant.personId }));
    expect(browser.wholeText).toContain('for 28 characters.');
    // and may report again
    await browser.follow('Something on it is wrong');
    expect(browser.status).toBe(200);
  });

  it('is closed once, whoever presses second', async () => {
    const applicant = await aResident();
    await report(applicant);
    const errors = portal.get(RecordErrors);
    const facts = { ...applicant.facts, familyName: 'Other' };
    const outcomes = await Promise.allSettled([
      errors.correct(asOfficer(officer), applicant.personId, facts),
      errors.answer(asOfficer(await anOfficer(portal)), applicant.personId, 'no'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await portal.sql('select from record_error where person_id = $1 and closed_at is not null', [applicant.personId])).length).toBe(
      1,
    );
  });

  it('does not touch a card in the mail', async () => {
    const applicant = await aResident({ card: true });
    const { id = '' } = (await cardOf(applicant)) ?? {};
    await portal.get(CardService).print(asOfficer(officer), id);
    await portal.get(CardMailing).mail(asOfficer(officer), id, null);
    await report(applicant);
    expect(await cardOf(applicant)).toMatchObject({ state: 'mailed' });
  });
});
