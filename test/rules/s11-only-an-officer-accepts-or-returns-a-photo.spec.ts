import type { ActorKind } from '../../src/access/actor.js';
import { may, PERMISSIONS } from '../../src/access/permissions.js';
import type { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import type { Actor } from '../../src/access/actor.js';
import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aSentPhoto } from '../support/lanes.js';
import { anApplicant, type Applicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** S11: only an officer accepts or returns; the page says how long the queue is. */
describe('S11: only an officer accepts or returns a photo', () => {
  let portal: TestPortal;
  let applicant: Applicant;
  let attempt: string;
  beforeAll(async () => {
    portal = await aPortal();
    applicant = await anApplicant(portal, { stage: 'addressed' });
    attempt = await aSentPhoto(portal, applicant.personId);
  });
  afterAll(() => portal.close());

  it('by the table of permissions', () => {
    const kinds = Object.keys(PERMISSIONS) as ActorKind[];
    expect(kinds.filter((kind) => may(kind, 'photo.review'))).toEqual(['officer', 'supervisor']);
  });

  it.each(['applicant', 'representative'] as const)(
    'the %s gets 403 from every page of the review, and the photo waits on',
    async (who) => {
      const browser = await signIn(portal, who === 'applicant' ? applicant : await aRepresentativeOf(portal, applicant));
      await browser.visit(href('adminPhotos', 'en'));
      expect(browser.status).toBe(403);
      await browser.visit(href('adminPhoto', 'en', { attempt }));
      expect(browser.status).toBe(403);
      await browser.forge(href('adminPhotoAcceptance', 'en', { attempt }));
      expect(browser.status).toBe(403);
      await browser.forge(href('adminPhotoReturn', 'en', { attempt }), { reasons: 'glare' });
      expect(browser.status).toBe(403);
      await browser.forge(href('adminPhotoLook', 'en', { attempt }));
      expect(browser.status).toBe(403);
      await browser.forge(href('adminPhotoUndo', 'en', { attempt }));
      expect(browser.status).toBe(403);
      expect(await portal.em().findOneOrFail(PhotoAttempt, { id: attempt })).toMatchObject({ state: 'submitted', decidedAt: null });
    },
  );

  it('and does not type-check for anybody else', () => {
    const review = {} as PhotoReviewService;
    const decides = (of: Actor<'applicant'> | Actor<'representative'>) => {
      // @ts-expect-error: an applicant or a representative does not review
      void review.accept(of, attempt);
      // @ts-expect-error: nor return
      void review.return(of, attempt, { reasons: ['glare'], words: null, language: 'en' });
    };
    expect(decides).toBeInstanceOf(Function);
  });

  it('an officer finds it in the queue', async () => {
    const browser = await signIn(portal, await anOfficer(portal));
    expect(browser.links()).toContainEqual({ text: applicant.name, href: href('adminPhoto', 'en', { attempt }) });
  });

  it('the person reads which day’s photos are being looked at now', async () => {
    const browser = await signIn(portal, applicant);
    await browser.visit(href('status', 'en', { person: applicant.personId }));
    expect(browser.text).toContain('November 23, 2026');
  });
});
