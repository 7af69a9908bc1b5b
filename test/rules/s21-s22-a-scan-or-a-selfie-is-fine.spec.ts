import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** S21, S22: a scan of a professional photo, or a selfie that meets the requirements, is fine; a selfie shows that a wrong photo delays the card. */
describe('S21, S22: a scan or a selfie is fine', () => {
  let portal: TestPortal;
  let way: PhotoWay;
  beforeAll(async () => {
    portal = await aPortal();
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    way = new PhotoWay(await signIn(portal, applicant), applicant);
  });
  afterAll(() => portal.close());

  it.each(['scanned', 'selfie'])('%s: goes the whole way like any other photo', async (source) => {
    const { browser } = way;
    await browser.visit(way.at('photo'));
    await browser
      .choose('source', source)
      .attach('photo', await aPhoto())
      .press('Upload photo');
    await browser.press('Apply and check');
    await browser.tick('declaration').press('Next');
    expect(browser.buttons()).toContain('Submit documents');
  });

  it('beside the selfie stands that a wrong photo delays the card', async () => {
    await way.browser.visit(way.at('photo'));
    expect(way.browser.textsOf('label').find((label) => label.startsWith('A selfie'))).toContain('A wrong photo delays the card.');
  });
});
