import { href } from '../../src/language/routes.js';
import type { Finding } from '../../src/photos/finding.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoDecision } from '../../src/photos/review/photo-decision.entity.js';
import { PhotoLook } from '../../src/photos/review/photo-look.entity.js';
import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer, aSentPhoto, returnPhoto, UNDO } from '../support/lanes.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const BRIGHT: Finding = {
  check: 'exposure_over',
  outcome: 'warning',
  measured: 0.012,
  limit: 0.003,
  unit: 'share',
  reason: 'features_not_visible',
};
const SHARP: Finding = { check: 'sharpness', outcome: 'pass', measured: 0.31, limit: 0.55, unit: '', reason: null };

/** An officer looks for themselves before they see what the checks found (PAGES.md 5). */
describe('the first look', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  const sent = async (findings: Finding[] = [BRIGHT, SHARP]) => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    return { applicant, attempt: await aSentPhoto(portal, applicant.personId, { findings }) };
  };
  const open = async (attempt: string, who = officer): Promise<Visitor> =>
    (await signIn(portal, who)).visit(href('adminPhoto', 'en', { attempt }));
  const looks = (attempt: string) => portal.em().find(PhotoLook, { attempt });
  const decisions = (attempt: string) => portal.em().find(PhotoDecision, { attempt }, { populate: ['look'] });
  const state = async (attempt: string) => (await portal.em().findOneOrFail(PhotoAttempt, { id: attempt })).state;
  /** The measured value, the list, the heading above it, the marks, or that somebody acknowledged them. */
  const tells = (desk: Visitor): boolean => /1\.2%|class="find"|id="found"|class="marks"|acknowledged/.test(desk.html);

  it('shows the photo and nothing that a check found, not even in the source of the page', async () => {
    const { attempt } = await sent();
    const desk = await open(attempt);
    expect(desk.$('#photo').attr('src')).toBe(href('adminPhotoPicture', 'en', { attempt, picture: 'large' }));
    expect(tells(desk)).toBe(false);
    await desk.visit(href('adminPhotoReturn', 'en', { attempt }));
    expect(tells(desk)).toBe(false);
    expect(await looks(attempt)).toEqual([]);
  });

  it('accepts at once, with one press, where nothing warned; look and findings are kept with the decision', async () => {
    const { attempt } = await sent([SHARP]);
    const desk = await open(attempt);
    await desk.press('Accept photo');
    expect(await state(attempt)).toBe('accepted');
    expect(await decisions(attempt)).toMatchObject([
      { decision: 'accepted', officer: officer.accountId, findings: [SHARP], look: { impression: 'accept', officer: officer.accountId } },
    ]);
  });

  it('where a check warned, the first press is kept as the look, the findings are shown, and a second press accepts', async () => {
    const { attempt } = await sent();
    const desk = await open(attempt);
    await desk.press('Accept photo');
    expect([desk.path, desk.status]).toEqual([href('adminPhoto', 'en', { attempt }), 200]);
    expect(desk.textsOf('h2')).toContain('What the checks found');
    expect(desk.text).toContain('At your first look you pressed “Accept”.');
    expect(await state(attempt)).toBe('submitted');
    expect(await looks(attempt)).toMatchObject([{ impression: 'accept' }]);
    portal.clock.advance(4_000);
    await desk.press('Accept photo');
    const [decision] = await decisions(attempt);
    expect(decision).toMatchObject({ decision: 'accepted', findings: [BRIGHT, SHARP], look: { impression: 'accept' } });
    expect(decision!.decidedAt.getTime() - decision!.look.lookedAt.getTime()).toBe(4_000);
  });

  it('a double click on Accept accepts nothing that warned: the second press did not come from the findings', async () => {
    const { attempt } = await sent();
    const desk = await open(attempt);
    for (let press = 0; press < 3; press++) await desk.forge(href('adminPhotoAcceptance', 'en', { attempt }));
    expect([await state(attempt), (await looks(attempt)).length, (await decisions(attempt)).length]).toEqual(['submitted', 1, 0]);
  });

  it('a first press that claims to come from the findings accepts nothing either: they were never shown', async () => {
    const { attempt } = await sent();
    const desk = await open(attempt);
    await desk.forge(href('adminPhotoAcceptance', 'en', { attempt }), { seen: 'findings' });
    expect([await state(attempt), (await decisions(attempt)).length]).toEqual(['submitted', 0]);
    expect(await looks(attempt)).toMatchObject([{ impression: 'accept' }]);
  });

  it('returns at once with reasons, and the look says so', async () => {
    const { attempt } = await sent();
    const desk = await open(attempt);
    await desk.tick('reasons', 'glare').press('Return photo');
    expect(await decisions(attempt)).toMatchObject([{ decision: 'returned', reasons: ['glare'], look: { impression: 'return' } }]);
  });

  it('a return without a reason is no look', async () => {
    const { attempt } = await sent();
    const desk = await open(attempt);
    await desk.press('Return photo');
    expect([desk.status, tells(desk), await looks(attempt)]).toEqual([422, false, []]);
  });

  it('“Show what the checks found” is kept as undecided; reasons that were warned of are marked and not ticked', async () => {
    const { attempt } = await sent();
    const desk = await open(attempt);
    await desk.press('Show what the checks found');
    expect(desk.textsOf('h2')).toContain('What the checks found');
    expect(await looks(attempt)).toMatchObject([{ impression: 'undecided' }]);
    const warned = desk.textsOf('.check label').filter((label) => label.includes('The checks warn of this.'));
    expect(warned).toEqual(['Facial features not visible The checks warn of this.']);
    expect(desk.$('[name=reasons][checked]').length).toBe(0);
    await desk.reload();
    expect(tells(desk)).toBe(true);
    await desk.press('Accept photo');
    expect(await decisions(attempt)).toMatchObject([{ look: { impression: 'undecided' } }]);
  });

  it('is each officer’s own: what one has seen is not shown to another', async () => {
    const { attempt } = await sent();
    await (await open(attempt)).press('Show what the checks found');
    const other = await anOfficer(portal);
    expect(tells(await open(attempt, other))).toBe(false);
  });

  it('is one, whoever presses at once', async () => {
    const { attempt } = await sent();
    const review = portal.get(PhotoReviewService);
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? review.look(asOfficer(officer), attempt) : review.accept(asOfficer(officer), attempt))),
    );
    expect(await looks(attempt)).toHaveLength(1);
    expect(await state(attempt)).toBe('submitted');
  });

  it('can’t be changed or removed afterwards, by anybody', async () => {
    const { attempt } = await sent();
    await portal.get(PhotoReviewService).look(asOfficer(officer), attempt);
    await expect(portal.sql(`update photo_look set impression = 'accept' where attempt_id = $1`, [attempt])).rejects.toThrow('is final');
    await expect(portal.sql('delete from photo_look where attempt_id = $1', [attempt])).rejects.toThrow('is final');
  });

  it('a file that was returned before is told with the findings, and stops the press that would accept it unseen', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const sha256 = Buffer.alloc(32, 7);
    await aSentPhoto(portal, applicant.personId, { sha256 });
    await returnPhoto(portal, officer, applicant.personId);
    const attempt = await aSentPhoto(portal, applicant.personId, { sha256 });
    const desk = await open(attempt);
    expect(desk.html).not.toContain('same file');
    await desk.press('Accept photo');
    expect(desk.text).toContain('This is the same file as the first photo, which was returned on November 23, 2026.');
    await desk.press('Accept photo');
    expect(await state(attempt)).toBe('accepted');
  });

  it('single keys can be turned off for the session, and on again', async () => {
    const { attempt } = await sent();
    const desk = await open(attempt);
    expect(desk.$('#keys').attr('data-keys')).toBe('on');
    await desk.forge(href('adminPhotoKeys', 'en', { attempt }), { keys: 'off' });
    expect([desk.path, desk.$('#keys').attr('data-keys')]).toEqual([href('adminPhoto', 'en', { attempt }), 'off']);
    expect(desk.$('#keys kbd').length).toBe(0);
    await desk.forge(href('adminPhotoKeys', 'en', { attempt }), { keys: 'on' });
    expect(desk.$('#keys').attr('data-keys')).toBe('on');
    portal.clock.advance(UNDO);
  });
});
