import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { startPhotoThread } from '../../src/photos/workshop/photo-thread.js';
import { PhotoWorkshop } from '../../src/photos/workshop/photo-workshop.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** A real workshop whose threads end the moment they are given a photo to check. */
const dying = () =>
  new PhotoWorkshop({ threads: 1 }, (heapMegabytes) => {
    const thread = startPhotoThread(heapMegabytes);
    thread.postMessage = () => void thread.terminate();
    return thread;
  });

describe('a photo that our checks do not get through', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each([
    ['a thread that ends', dying],
    ['time that runs out', () => new PhotoWorkshop({ threads: 1, jobMilliseconds: 1 })],
  ])('S24, S29: after %s the person is told so and can go on, with the acknowledgement', async (_why, broken) => {
    const workshop = broken();
    const check = jest.spyOn(portal.get(PhotoWorkshop), 'check').mockImplementation((bytes, frame) => workshop.check(bytes, frame));
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    const page = await way.checked();
    expect([page.status, check.mock.calls.length]).toEqual([200, 1]);
    expect(page.html).toContain('we could not check this photo automatically');
    const kept = await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
    expect(kept.findings?.map(({ check, aspect, outcome }) => [check, aspect ?? '', outcome])).toEqual([
      ['one_face', 'unchecked', 'warning'],
      ['file_type', '', 'pass'],
      ['file_size', '', 'pass'],
      ['dimensions', '', 'pass'],
    ]);
    check.mockRestore();
    await workshop.close();
    await way.browser.tick('declaration').tick('acknowledgement').press('Next');
    await way.browser.fill({ password: way.applicant.password }).press('Submit documents');
    expect((await portal.em().findOneOrFail(PhotoAttempt, { id: kept.id })).state).toBe('submitted');
  });
});
