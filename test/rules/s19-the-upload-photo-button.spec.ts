import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** S19: named so; pressing it with no file says what to do. */
describe('S19: the “upload photo” button', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each([
    ['en', 'Upload photo', 'Choose a photo from your device, then press “Upload photo”'],
    ['fr', 'Téléverser la photo', 'Choisissez une photo sur votre appareil, puis appuyez sur « Téléverser la photo »'],
  ] as const)('in %s says “%s”, and without a file what to do', async (language, button, advice) => {
    const applicant = await anApplicant(portal, { stage: 'addressed', language });
    const { browser, ...way } = new PhotoWay(await signIn(portal, applicant), applicant);
    await browser.visit(new PhotoWay(browser, way.applicant).at('photo'));
    await browser.choose('source', 'digital').press(button);
    expect([browser.status, browser.errors()]).toEqual([422, { photo: advice.replaceAll('\u00a0', ' ') }]);
    expect(browser.isTicked('source', 'digital')).toBe(true);
    expect(browser.title).toMatch(/^(Error:|Erreur.:) /);
  });

  it('is what Enter presses', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.browser.visit(way.at('photo'));
    await way.browser.choose('source', 'digital').pressEnter();
    expect(Object.keys(way.browser.errors())).toEqual(['photo']);
  });
});
