import type { Actor } from '../../src/access/actor.js';
import { DAY } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { formatDate, addDays, dayOf } from '../../src/language/formats.js';
import { CaseNotes } from '../../src/messages/case-notes.js';
import { Messages } from '../../src/messages/messages.service.js';
import { FORMAT_DAYS, MOST_MESSAGE } from '../../src/messages/message.rules.js';
import { LIMITS } from '../../src/security/request-limits.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aFamily } from '../support/family.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const SECRET = 'The card should say Quillfether.\nPlease look.';

describe('messages between a person and the office', () => {
  let portal: TestPortal;
  let officer: Someone;
  let applicant: Applicant;
  let browser: Visitor;
  let desk: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
    applicant = await anApplicant(portal, { stage: 'active' });
    browser = await signIn(portal, applicant);
    desk = await signIn(portal, officer);
    await portal.deliverMail();
  });
  afterAll(() => portal.close());

  const threadsOf = ({ personId }: Applicant) =>
    portal.sql<{ id: string; waits_for: string | null; due_on: string | null }>(
      'select id, waits_for, due_on::text from message_thread where person_id = $1 order by opened_at, id',
      [personId],
    );

  it('are reached from the tab, and there are none at first', async () => {
    await browser.visit(href('confirmation', 'en'));
    await browser.follow('Messages');
    expect(browser.text).toContain('There are no messages yet.');
    expect(browser.$('nav.tabs [aria-current=page]').text()).toBe('Messages');
  });

  it.each([
    [{}, { topic: 'Choose what it is about', words: 'Write your message' }],
    [{ topic: 'card' }, { words: 'Write your message' }],
    [{ topic: 'card', words: 'x'.repeat(MOST_MESSAGE + 1) }, { words: `at most ${MOST_MESSAGE}` }],
  ])('say what a new one lacks, and lose nothing', async ({ topic, words = '' }: { topic?: string; words?: string }, errors) => {
    await browser.visit(href('messageNew', 'en'));
    if (topic) browser.choose('topic', topic);
    await browser.fill({ words }).press('Send the message');
    expect(browser.status).toBe(422);
    expect(Object.keys(browser.errors())).toEqual(Object.keys(errors));
    expect(browser.value('words')).toBe(words);
  });

  it('go to the office, wait in the queue, and are answered; the mail says nothing of them', async () => {
    await browser.visit(href('messageNew', 'en'));
    await browser.choose('topic', 'card').fill({ words: SECRET }).press('Send the message');
    expect(browser.text).toContain('Your message was sent.');
    expect(browser.text).toContain('We have your message and will answer.');
    expect(browser.wholeText).toContain('Please look.');
    expect(await portal.deliverMail()).toEqual([]);
    await desk.visit(`${href('adminQueue', 'en')}?what=message`);
    expect(desk.text).toContain('Message to answer');
    await desk.follow(`${applicant.facts.givenNames} ${applicant.facts.familyName}`);
    expect(desk.wholeText).toContain('Please look.');
    await desk.fill({ words: 'We corrected it.' }).press('Send the answer');
    expect(desk.text).toContain('Waits for the person.');
    expect(desk.text).toContain('Not opened yet');
    const [mail, ...more] = await portal.deliverMail();
    expect(more).toEqual([]);
    expect(mail?.subject).toBe('A message from the office waits for you / Un message du bureau vous attend');
    expect(mail?.text).not.toMatch(/corrected|Quillfether|Card/);
    await browser.visit(href('messages', 'en'));
    expect(browser.text).toContain('1 new');
    await browser.follow('Card');
    expect(browser.text).toContain('We corrected it.');
    await browser.visit(href('messages', 'en'));
    expect(browser.text).not.toContain('1 new');
    await desk.reload();
    expect(desk.text).toContain('Opened on');
  });

  it('pressed twice is sent once, from either side', async () => {
    const other = await anApplicant(portal, { stage: 'active' });
    const theirs = await signIn(portal, other);
    for (const _ of [1, 2]) {
      await theirs.visit(href('messageNew', 'en'));
      await theirs.choose('topic', 'photo').fill({ words: 'How white is white?' }).press('Send the message');
    }
    const threads = await threadsOf(other);
    expect(threads).toHaveLength(1);
    for (const _ of [1, 2]) {
      await desk.visit(href('adminMessage', 'en', { thread: threads[0]?.id ?? '' }));
      await desk.fill({ words: 'Quite.' }).press('Send the answer');
    }
    expect(await portal.sql('select from message where thread_id = $1', [threads[0]?.id])).toHaveLength(2);
  });

  it('and notes pressed twice at the same moment are written once as well; another format asked for in the same words is another request', async () => {
    const other = await anApplicant(portal, { stage: 'active' });
    const by = { kind: 'officer', accountId: officer.accountId, role: 'officer' } as Actor<'officer'>;
    const messages = portal.get(Messages);
    const both = <Done>(act: () => Promise<Done>): Promise<Done[]> => Promise.all([act(), act(), act()]);
    const opening = { topic: 'card', format: null, words: 'Your card waits.' } as const;
    expect(new Set(await both(() => messages.openByOffice(by, other.personId, opening))).size).toBe(1);
    await both(() => portal.get(CaseNotes).write(by, other.caseId, 'Called today.'));
    expect(await portal.sql('select from case_note where case_file_id = $1', [other.caseId])).toHaveLength(1);
    expect((await portal.deliverMail()).filter(({ to }) => to === other.email)).toHaveLength(1);
    const them = { kind: 'applicant', accountId: other.accountId } as Actor<'applicant'>;
    for (const format of ['braille', 'audio'] as const)
      await messages.open(them, other.personId, { topic: 'format', format, words: 'The help pages' });
    expect(await threadsOf(other)).toHaveLength(3);
  });

  it('ask for another format, with a day by which the office answers; closed, it waits no more', async () => {
    const other = await anApplicant(portal, { stage: 'active', language: 'fr' });
    const theirs = await signIn(portal, other);
    await theirs.visit(href('messages', 'fr'));
    await theirs.follow('Demander un autre format');
    await theirs.choose('format', 'braille').fill({ words: 'Les pages d’aide' }).press('Envoyer la demande');
    const due = addDays(dayOf(portal.clock.now()), FORMAT_DAYS);
    expect(theirs.text).toContain(`Nous répondons au plus tard le ${formatDate(due, 'fr').replaceAll('\u00a0', ' ')}`);
    const [thread] = await threadsOf(other);
    expect(thread).toMatchObject({ waits_for: 'office', due_on: due });
    await desk.visit(`${href('adminQueue', 'en')}?what=message`);
    expect(desk.text).toContain('Promised by');
    portal.clock.advance((FORMAT_DAYS + 1) * DAY);
    const later = await signIn(portal, officer);
    await later.visit(href('adminMessage', 'en', { thread: thread?.id ?? '' }));
    expect(later.text).toContain('Asked for: Braille');
    await later.press('Nothing to answer: close');
    expect((await threadsOf(other))[0]).toMatchObject({ waits_for: null, due_on: null });
    desk = later;
    browser = await signIn(portal, applicant);
  });

  it('can be begun by the office, where somebody has an account to read it', async () => {
    const [reader, none] = [await anApplicant(portal, { stage: 'active' }), await anApplicant(portal, { stage: 'replied' })];
    await portal.deliverMail();
    await desk.visit(href('adminMessages', 'en', { person: reader.personId }));
    await desk.choose('topic', 'card').fill({ words: 'Something about your card' }).press('Send the message');
    expect(desk.text).toContain('Waits for the person.');
    expect((await portal.deliverMail()).map(({ to }) => to)).toEqual([reader.email]);
    await desk.visit(href('adminMessages', 'en', { person: none.personId }));
    await desk.choose('topic', 'card').fill({ words: 'Nobody reads this' }).press('Send the message');
    expect(desk.status).toBe(422);
    expect(desk.errors().words).toContain('nobody could read it');
    expect(desk.value('words')).toBe('Nobody reads this');
    expect(await threadsOf(none)).toEqual([]);
  });

  it('are nobody else’s: not another applicant’s, not a representative’s, not a page of the wrong officer', async () => {
    const [thread] = await threadsOf(applicant);
    const path = href('messageThread', 'en', { thread: thread?.id ?? '' });
    const stranger = await signIn(portal, await anApplicant(portal));
    expect((await stranger.visit(path)).status).toBe(404);
    await stranger.forge(path, { words: 'mine?' });
    expect(stranger.status).toBe(404);
    const helper = await signIn(portal, await aRepresentativeOf(portal, applicant));
    expect((await helper.visit(path)).status).toBe(403);
    expect((await helper.visit(href('messages', 'en'))).status).toBe(403);
    const clerk = await signIn(portal, await anOfficer(portal, { role: 'card_clerk' }));
    expect((await clerk.visit(href('adminMessage', 'en', { thread: thread?.id ?? '' }))).status).toBe(403);
  });

  it('are limited for one account, and say so', async () => {
    const other = await anApplicant(portal, { stage: 'active' });
    const theirs = await signIn(portal, other);
    const { points } = LIMITS.messagesPerAccount;
    for (let n = 0; n <= points; n++) {
      await theirs.visit(href('messageNew', 'en'));
      await theirs
        .choose('topic', 'other')
        .fill({ words: `message ${n}` })
        .press('Send the message');
    }
    expect(theirs.status).toBe(429);
    expect(await threadsOf(other)).toHaveLength(points);
  });

  it('about a child are written by the parent, who says whom it is about; the words are sealed in the database', async () => {
    const family = await aFamily(portal);
    const parent = await signIn(portal, family.principal);
    await parent.visit(href('messageNew', 'en'));
    await parent.choose('topic', 'photo').fill({ words: SECRET }).press('Send the message');
    expect(parent.status).toBe(422);
    expect(parent.errors().person).toContain('Choose who it is about');
    const [row] = await portal.sql<{ words: Buffer }>('select words from message limit 1');
    expect(row?.words.toString('latin1')).not.toContain('Quillfether');
  });
});

describe('notes of officers', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('are read by officers with their writer’s name, and by nobody else anywhere', async () => {
    const [officer, applicant] = [await anOfficer(portal), await anApplicant(portal, { stage: 'active' })];
    const desk = await signIn(portal, officer);
    await desk.visit(href('adminCase', 'en', { case: applicant.caseId }));
    await desk.follow('Notes for officers');
    expect(desk.text).toContain('There are no notes yet.');
    await desk.press('Save the note');
    expect(desk.errors().words).toContain('Write your message');
    await desk.fill({ words: 'Called: a kind person, zebrafish.' }).press('Save the note');
    expect(desk.text).toContain('zebrafish');
    const other = await signIn(portal, await anOfficer(portal, { role: 'supervisor' }));
    await other.visit(href('adminNotes', 'en', { case: applicant.caseId }));
    expect(other.text).toContain('zebrafish');
    const theirs = await signIn(portal, applicant);
    for (const page of ['confirmation', 'messages', 'account', 'accountActivity'] as const) {
      await theirs.visit(href(page, 'en'));
      expect(theirs.wholeText).not.toMatch(/zebrafish|note for officers/i);
    }
    expect((await theirs.visit(href('adminNotes', 'en', { case: applicant.caseId }))).status).toBe(403);
  });
});
