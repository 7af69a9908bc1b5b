import { href } from '../../src/language/routes.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { LANGUAGES } from '../../src/language/language.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoDecision } from '../../src/photos/review/photo-decision.entity.js';
import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer, aSentPhoto, confirmResidence, UNDO, verifyPresence } from '../support/lanes.js';
import { faultsOf } from '../support/markup.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

describe('deciding on a photo', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  it('twenty decisions at once are one: one row, one mail, one event', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const attempt = await aSentPhoto(portal, applicant.personId);
    const review = portal.get(PhotoReviewService);
    const notice = { reasons: ['glare'], words: null, language: 'en' } as const;
    const decided = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        n % 2 ? review.accept(asOfficer(officer), attempt) : review.return(asOfficer(officer), attempt, notice),
      ),
    );
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await portal.em().count(PhotoDecision, { attempt })).toBe(1);
    expect(await portal.em().count(AuditEvent, { subject: attempt })).toBe(1);
    portal.clock.advance(UNDO);
    expect((await portal.deliverMail()).filter(({ to }) => to === applicant.email)).toHaveLength(1);
  });

  it('accepting asks for the card when it was the last of its conditions', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    const attempt = await aSentPhoto(portal, applicant.personId);
    await portal.get(PhotoReviewService).accept(asOfficer(officer), attempt);
    expect(await portal.sql('select state, due_on::text from card where person_id = $1', [applicant.personId])).toEqual([
      { state: 'requested', due_on: '2026-12-07' },
    ]);
  });

  it.each(LANGUAGES)('nothing is decided on a suspended file’s photo, and no list leads to it (%s)', async (language) => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const attempt = await aSentPhoto(portal, applicant.personId);
    const desk = await signIn(portal, await anOfficer(portal, { role: 'supervisor', language }));
    const place = href('adminPhoto', language, { attempt });
    const listed = async () => {
      await desk.visit(href('adminPhotos', language));
      return desk.links().some(({ href: to }) => to === place);
    };
    const accept = () => desk.forge(href('adminPhotoAcceptance', language, { attempt }));
    expect(await listed()).toBe(true);
    const suspend = (at: string) => portal.sql(`update confirmation set suspended_at = ${at} where person_id = $1`, [applicant.personId]);
    await suspend('now()');
    expect(await listed()).toBe(false);
    await desk.visit(place);
    expect(desk.text).toContain(language === 'en' ? 'This file is suspended' : 'Ce dossier est suspendu');
    expect(desk.$('[name=reasons]')).toHaveLength(0);
    expect(await faultsOf(desk.html)).toEqual([]);
    for (const forged of [
      accept,
      () => desk.forge(href('adminPhotoLook', language, { attempt })),
      () => desk.forge(href('adminPhotoReturn', language, { attempt }), { reasons: 'glare', language: 'en' }),
    ]) {
      await forged();
      expect(desk.status).toBe(409);
    }
    await suspend('null');
    await accept();
    portal.clock.advance(UNDO);
    await suspend('now()');
    await desk.forge(href('adminPhotoCorrection', language, { attempt }));
    expect(desk.status).toBe(409);
    expect(desk.lead).toContain(language === 'en' ? 'This file is suspended' : 'Ce dossier est suspendu');
    expect((await portal.em().findOneOrFail(PhotoAttempt, { id: attempt })).state).toBe('accepted');
  });

  it('leads to the next photo, or back to the queue', async () => {
    const desk = await signIn(portal, officer);
    const attempts = [];
    for (let n = 0; n < 2; n++) attempts.push(await aSentPhoto(portal, (await anApplicant(portal, { stage: 'addressed' })).personId));
    await desk.visit(href('adminPhoto', 'en', { attempt: attempts[0] ?? '' }));
    await desk.press('Accept photo');
    expect(desk.path).toBe(href('adminPhoto', 'en', { attempt: attempts[1] ?? '' }));
    await desk.tick('reasons', 'too_dark').press('Return photo');
    expect(desk.path).toBe(href('adminPhotos', 'en'));
  });

  it('keeps what an officer wrote when the language is switched, errors included', async () => {
    const attempt = await aSentPhoto(portal, (await anApplicant(portal, { stage: 'addressed' })).personId);
    const desk = await signIn(portal, officer);
    await desk.visit(href('adminPhoto', 'en', { attempt }));
    await desk.fill({ words: 'A towel hangs behind you.' }).press('Return photo');
    await desk.press('Français');
    expect(desk.heading).toMatch(/^Photo : /);
    expect(desk.errors()).toEqual({ reasons: 'Choisissez au moins une raison pour renvoyer la photo' });
    expect(desk.value('words')).toBe('A towel hangs behind you.');
  });

  it('a draft is nothing an officer sees', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.ready();
    const attempt = way.browser.$('[name=attempt]').attr('value') ?? '';
    const desk = await signIn(portal, officer);
    await desk.visit(href('adminPhoto', 'en', { attempt }));
    expect(desk.status).toBe(404);
    await desk.forge(href('adminPhotoAcceptance', 'en', { attempt }));
    expect(desk.status).toBe(409);
  });
});
