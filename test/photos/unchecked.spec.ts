import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { startPhotoThread } from '../../src/photos/workshop/photo-thread.js';
import { PhotoWorkshop } from '../../src/photos/workshop/photo-workshop.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
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

  it.each([
    ['en', 'We could not read this photo just now; nothing may be wrong with it. Choose it again in a moment.'],
    [
      'fr',
      'Nous n’avons pas pu lire cette photo pour l’instant; elle n’a peut-être aucun défaut. Choisissez-la de nouveau dans un moment.',
    ],
  ] as const)('a photo that cannot be opened just now is no damaged one: 503, and what was chosen stays (%s)', async (language, words) => {
    const workshop = dying();
    const inspect = jest.spyOn(portal.get(PhotoWorkshop), 'inspect').mockImplementation((bytes) => workshop.inspect(bytes));
    const applicant = await anApplicant(portal, { stage: 'addressed', language });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    const page = await way.uploaded();
    expect([page.status, page.$('#photo-error').text()]).toEqual([503, expect.stringContaining(words)]);
    expect(page.$('[name=source]:checked').val()).toBe('digital');
    const checker = await portal.visitor({ language }).visit(href('photoCheck', language));
    const told = await checker.attach('photo', await aPhoto()).press(language === 'en' ? 'Check the photo' : 'Vérifier la photo');
    expect([told.status, told.text]).toEqual([503, expect.stringContaining(words)]);
    inspect.mockRestore();
    await workshop.close();
    expect((await way.uploaded()).path).toBe(way.at('photoFrame'));
  });
});
