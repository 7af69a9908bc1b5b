import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { SECOND } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoDecision } from '../../src/photos/review/photo-decision.entity.js';
import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import { PhotoUndo } from '../../src/photos/review/photo-undo.entity.js';
import { PhotoUndoService } from '../../src/photos/review/photo-undo.service.js';
import { CardService } from '../../src/cards/card.service.js';
import { Card } from '../../src/cards/card.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer, aSentPhoto, confirmResidence, UNDO, verifyPresence } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** A decision can be taken back for a minute; until then nobody but officers has heard of it (PORTAL.md 3, Photo attempt). */
describe('undoing a decision on a photo', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  const sent = async (ready = false) => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    if (ready) {
      await verifyPresence(portal, officer, applicant.personId);
      await confirmResidence(portal, officer, applicant.personId);
    }
    return { applicant, attempt: await aSentPhoto(portal, applicant.personId) };
  };
  const accept = (attempt: string) => portal.get(PhotoReviewService).accept(asOfficer(officer), attempt);
  const giveBack = (attempt: string) =>
    portal.get(PhotoReviewService).return(asOfficer(officer), attempt, { reasons: ['glare'], words: null, language: 'en' });
  const undo = (attempt: string, by = officer) => portal.get(PhotoUndoService).undo(asOfficer(by), attempt);
  const state = async (attempt: string) => (await portal.em().findOneOrFail(PhotoAttempt, { id: attempt })).state;
  const mailsTo = async ({ email }: Applicant) => (await portal.deliverMail()).filter(({ to }) => to === email);
  const status = async (applicant: Applicant) => {
    const browser = await signIn(portal, applicant);
    await browser.visit(href('status', 'en', { person: applicant.personId }));
    return browser;
  };

  it('is offered on the next page, with the name and the time that is left, and leads back to the photo', async () => {
    const { applicant, attempt } = await sent();
    const next = (await sent()).attempt;
    const desk = await signIn(portal, officer);
    await desk.visit(href('adminPhoto', 'en', { attempt }));
    await desk.press('Accept photo');
    expect(desk.path).toBe(href('adminPhoto', 'en', { attempt: next }));
    expect(desk.$('[role=status]').text().replace(/\s+/g, ' ')).toContain(
      'Accepted: Idris Quillfeather. When this page opened, you had 60 seconds to undo this.',
    );
    portal.clock.advance(12 * SECOND);
    await desk.reload();
    expect(desk.text).toContain('When this page opened, you had 48 seconds to undo this.');
    await desk.press('Undo the decision on the photo of Idris Quillfeather');
    expect(desk.path).toBe(href('adminPhoto', 'en', { attempt }));
    expect(desk.text).toContain('A decision on this photo was undone. It stays on record.');
    expect(desk.$('[role=status]').length).toBe(0);
    expect(await state(attempt)).toBe('in_review');
    portal.clock.advance(2 * UNDO);
    expect(await mailsTo(applicant)).toEqual([]);
    await desk.press('Accept photo');
    expect(await state(attempt)).toBe('accepted');
    await undo(attempt);
    await accept(next);
  });

  it('leaves decision and undo on record, for good, and in the trail', async () => {
    const { attempt } = await sent();
    await giveBack(attempt);
    await undo(attempt);
    await accept(attempt);
    const decisions = await portal.em().find(PhotoDecision, { attempt }, { orderBy: { id: 'asc' } });
    expect(decisions.map(({ decision }) => decision)).toEqual(['returned', 'accepted']);
    expect(await portal.em().find(PhotoUndo, { decision: { attempt } })).toMatchObject([{ officer: officer.accountId }]);
    const acts = (await portal.em().find(AuditEvent, { subject: attempt }, { orderBy: { id: 'asc' } })).map(({ action }) => action);
    expect(acts).toEqual(['photo.returned', 'photo.undone', 'photo.accepted']);
    await expect(portal.sql('delete from photo_undo')).rejects.toThrow('is final');
    await expect(portal.sql('update photo_undo set undone_at = now()')).rejects.toThrow('is final');
  });

  it('takes the mail back: it never leaves, and what it said is wiped', async () => {
    const { applicant, attempt } = await sent();
    await giveBack(attempt);
    expect(await mailsTo(applicant)).toEqual([]);
    await undo(attempt);
    const { mail } = await portal.em().findOneOrFail(PhotoDecision, { attempt });
    expect(await portal.em().findOneOrFail(OutboxMessage, { id: mail })).toMatchObject({
      recipient: null,
      payload: null,
      sentAt: null,
      notBefore: null,
    });
    portal.clock.advance(2 * UNDO);
    expect(await mailsTo(applicant)).toEqual([]);
  });

  it('takes back the card that was asked for, which comes again with the next acceptance', async () => {
    const { applicant, attempt } = await sent(true);
    const cards = () => portal.em().count(Card, { person: applicant.personId });
    await accept(attempt);
    expect(await cards()).toBe(1);
    await undo(attempt);
    expect(await cards()).toBe(0);
    await accept(attempt);
    expect(await cards()).toBe(1);
  });

  it('is refused once the card is printed', async () => {
    const { applicant, attempt } = await sent(true);
    await accept(attempt);
    const { id } = await portal.em().findOneOrFail(Card, { person: applicant.personId });
    await portal.get(CardService).print(asOfficer(officer), id);
    await expect(undo(attempt)).rejects.toMatchObject({ why: 'printed' });
    expect(await state(attempt)).toBe('accepted');
    portal.clock.advance(UNDO);
    await portal.deliverMail();
    const { mail } = await portal.em().findOneOrFail(PhotoDecision, { attempt });
    // the refused undo took back nothing, its mail neither
    expect(await portal.em().findOneOrFail(OutboxMessage, { id: mail })).toMatchObject({ sentAt: portal.clock.now(), withdrawnAt: null });
  });

  it('works for sixty seconds: one second before the end yes, at the end no, and the page says so', async () => {
    const { applicant, attempt } = await sent();
    await accept(attempt);
    portal.clock.advance(UNDO - SECOND);
    await undo(attempt);
    await accept(attempt);
    const desk = await signIn(portal, officer);
    portal.clock.advance(UNDO);
    await desk.forge(href('adminPhotoUndo', 'en', { attempt }));
    expect([desk.status, desk.heading]).toEqual([409, 'This decision can’t be undone']);
    expect(desk.lead).toContain('The time to undo it is over');
    expect(await state(attempt)).toBe('accepted');
    expect(await mailsTo(applicant)).toHaveLength(1);
  });

  it('is the deciding officer’s, or a supervisor’s', async () => {
    const { attempt } = await sent();
    await accept(attempt);
    const other = await signIn(portal, await anOfficer(portal));
    await other.forge(href('adminPhotoUndo', 'en', { attempt }));
    expect([other.status, other.lead, await state(attempt)]).toEqual([
      403,
      'Another officer made this decision. They can undo it, or a supervisor.',
      'accepted',
    ]);
    const chief = await signIn(portal, await anOfficer(portal, { role: 'supervisor' }));
    await chief.visit(href('adminPhoto', 'en', { attempt }));
    await chief.press('Undo the decision on the photo of Idris Quillfeather');
    expect(await state(attempt)).toBe('in_review');
  });

  it('pressed ten times at once it undoes once; two undos, or none to undo, are told so', async () => {
    const { attempt } = await sent();
    await accept(attempt);
    const done = await Promise.allSettled(Array.from({ length: 10 }, () => undo(attempt)));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await portal.em().count(PhotoUndo, { decision: { attempt } })).toBe(1);
    const desk = await signIn(portal, officer);
    await desk.forge(href('adminPhotoUndo', 'en', { attempt }));
    expect([desk.status, desk.lead]).toEqual([409, 'There is no decision to undo. It may have been undone already.']);
  });

  it('and the mailer, at the same moment: the mail leaves and the decision holds, or neither', async () => {
    for (let round = 0; round < 10; round++) {
      const { applicant, attempt } = await sent();
      await accept(attempt);
      // the mail is due while the undo is still allowed, as where two clocks differ
      await portal.sql('update outbox_message set not_before = $2 where id = (select mail from photo_decision where attempt_id = $1)', [
        attempt,
        portal.clock.now(),
      ]);
      const [, mails] = await Promise.all([undo(attempt).catch(() => null), mailsTo(applicant)]);
      const left = [...mails, ...(await mailsTo(applicant))].length;
      expect([left, await state(attempt)]).toEqual(left === 1 ? [1, 'accepted'] : [0, 'in_review']);
    }
  });

  it('nothing flickers: until the decision stands the person reads that the photo waits, and can’t send another', async () => {
    const { applicant, attempt } = await sent(true);
    await giveBack(attempt);
    let browser = await status(applicant);
    expect(browser.lead).toMatch(/^Received: photo waiting/);
    await browser.visit(href('photo', 'en', { person: applicant.personId }));
    expect(browser.status).toBe(409);
    await browser.visit(href('photoReturned', 'en', { person: applicant.personId }));
    expect(browser.path).toBe(href('status', 'en', { person: applicant.personId }));
    await browser.visit(href('confirmation', 'en'));
    expect(browser.text).not.toContain('returned');
    await undo(attempt);
    await accept(attempt);
    browser = await status(applicant);
    expect(browser.lead).toMatch(/^Received: photo waiting/);
    expect(browser.textsOf('h3')).not.toContain('Photo accepted');
    expect(browser.text).not.toMatch(/making your card/i);
    portal.clock.advance(UNDO);
    browser = await status(applicant);
    expect(browser.lead).toMatch(/^In progress: making your card/);
  });

  it('a return that was undone is no return: the notice tells of the later one alone', async () => {
    const { applicant, attempt } = await sent();
    await giveBack(attempt);
    await undo(attempt);
    await portal.get(PhotoReviewService).return(asOfficer(officer), attempt, { reasons: ['too_dark'], words: null, language: 'en' });
    portal.clock.advance(UNDO);
    const browser = await signIn(portal, applicant);
    await browser.visit(href('photoReturned', 'en', { person: applicant.personId }));
    expect(browser.text).toContain('The photo is too dark');
    expect(browser.text).not.toContain('There is glare on the photo');
  });

  it('with PHOTO_UNDO_SECONDS=0 a decision stands at once, and nothing is offered', async () => {
    const strict = await aPortal({ environment: { PHOTO_UNDO_SECONDS: '0' } });
    try {
      const someone = await anOfficer(strict);
      const applicant = await anApplicant(strict, { stage: 'addressed' });
      const attempt = await aSentPhoto(strict, applicant.personId);
      const desk = await signIn(strict, someone);
      await desk.visit(href('adminPhoto', 'en', { attempt }));
      expect(desk.text).not.toContain('One press decides');
      await desk.press('Accept photo');
      expect(desk.$('[role=status]').length).toBe(0);
      await desk.forge(href('adminPhotoUndo', 'en', { attempt }));
      expect(desk.status).toBe(409);
      expect((await strict.deliverMail()).filter(({ to }) => to === applicant.email)).toHaveLength(1);
    } finally {
      await strict.close();
    }
  });
});
