import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer, returnPhoto } from '../support/lanes.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 6.12: the same returned file again is warned about, and never blocked. */
describe('a file that was returned before', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  const returned = async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.submitted();
    await returnPhoto(portal, officer, applicant.personId);
    return way;
  };
  const WARNING = 'You sent this same file before, as your first photo. We returned it on November 23, 2026 because:';

  it('is told on the frame’s page and with the findings: when, why, and what will probably happen; another can be chosen', async () => {
    const way = await returned();
    await way.uploaded();
    const { browser } = way;
    expect(browser.text).toContain(WARNING);
    expect(browser.text).toContain('There is glare on the photo');
    expect(browser.text).toContain('It will probably be returned again.');
    expect(browser.links()).toContainEqual({ text: 'Choose another photo', href: way.at('photo') });
    await browser.press('Apply and check');
    expect(browser.heading).toBe('What we saw in the photo');
    expect(browser.text).toContain(WARNING);
  });

  it('does not stop the person, and the officer reads it after their own look', async () => {
    const way = await returned();
    await way.submitted();
    expect(way.browser.path).toBe(way.at('submitted'));
    const second = await portal.em().findOneOrFail(PhotoAttempt, { person: way.applicant.personId, number: 2 });
    const desk = await signIn(portal, officer);
    await desk.visit(href('adminPhoto', 'en', { attempt: second.id }));
    await desk.press('Accept photo');
    expect(desk.text).toContain('This is the same file as the first photo, which was returned on November 23, 2026.');
    await desk.press('Accept photo');
    expect((await portal.em().findOneOrFail(PhotoAttempt, { id: second.id })).state).toBe('accepted');
  });

  it('is another file when one byte differs', async () => {
    const way = await returned();
    await way.uploaded({ background: '#fbfbfb' });
    expect(way.browser.text).not.toContain('same file');
  });

  it('of somebody else’s case says nothing', async () => {
    await returned();
    const stranger = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, stranger), stranger);
    await way.uploaded();
    expect(way.browser.text).not.toContain('same file');
  });

  it('is none while the return can still be undone: the person has not been told, and sends nothing yet', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.submitted();
    const { id } = await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
    await portal.get(PhotoReviewService).return(asOfficer(officer), id, { reasons: ['glare'], words: null, language: 'en' });
    await way.browser.visit(way.at('photo'));
    expect(way.browser.status).toBe(409);
  });
});
