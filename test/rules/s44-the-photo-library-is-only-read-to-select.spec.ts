import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** S44: a plain file input, no other permission; the notice stands beside it. */
describe('S44: the photo library is read only to select the photo', () => {
  let portal: TestPortal;
  let way: PhotoWay;
  beforeAll(async () => {
    portal = await aPortal();
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.browser.visit(way.at('photo'));
  });
  afterAll(() => portal.close());

  it('by a plain file input for JPEG and PNG that never opens the camera by itself', () => {
    const input = way.browser.$('main input[type=file]');
    expect(input.length).toBe(1);
    expect([input.attr('name'), input.attr('accept'), input.attr('capture'), input.attr('multiple')]).toEqual([
      'photo',
      'image/jpeg,image/png',
      undefined,
      undefined,
    ]);
  });

  it('with no other permission', () => {
    expect(way.browser.headers['permissions-policy']).toBe('camera=(), geolocation=(), microphone=()');
  });

  it('and the notice stands beside it, tied to it', () => {
    const hint = way.browser.$(`#${way.browser.$('main input[type=file]').attr('aria-describedby')}`);
    expect(hint.text()).toContain('We can read only the photo you choose, not your photo library.');
  });
});
