import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** S10: the person says which (digital, scanned, selfie); "picture of a paper photo" stops with advice. */
describe('S10: a digital or scanned photo, not a picture of a paper photo', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const atUpload = async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.browser.visit(way.at('photo'));
    const stored = () => portal.em().find(PhotoAttempt, { person: applicant.personId });
    return { applicant, way, browser: way.browser, stored };
  };

  it.each(['digital', 'scanned', 'selfie'] as const)('takes a photo that is %s, and keeps the answer', async (source) => {
    const { browser, stored, applicant } = await atUpload();
    await browser
      .choose('source', source)
      .attach('photo', await aPhoto())
      .press('Upload photo');
    expect(browser.heading).toBe('Frame the photo');
    const [attempt] = await stored();
    expect(attempt).toMatchObject({ source, number: 1, state: 'draft' });
    const { photo } = await portal.em().findOneOrFail(Confirmation, { person: applicant.personId });
    expect(photo?.id).toBe(attempt?.id);
  });

  it('stops a picture of a paper photo with advice, and keeps nothing of it', async () => {
    const { browser, stored } = await atUpload();
    await browser
      .choose('source', 'paper')
      .attach('photo', await aPhoto())
      .press('Upload photo');
    expect(browser.heading).toBe('A picture of a paper photo can’t be used');
    expect(browser.text).toContain('lay it flat on a scanner');
    expect(await stored()).toEqual([]);
    await browser.follow('Choose another photo');
    expect(browser.heading).toBe('Send a photo');
  });

  it('asks which it is, beside whatever is wrong with the file', async () => {
    const { browser, stored } = await atUpload();
    await browser.attach('photo', await aPhoto()).press('Upload photo');
    expect(browser.status).toBe(422);
    expect(browser.errors()).toEqual({
      source: 'Say what kind of photo it is',
      photo: 'Choose the photo again: your browser does not keep it',
    });
    await browser.press('Upload photo');
    expect(Object.keys(browser.errors())).toEqual(['source', 'photo']);
    expect(await stored()).toEqual([]);
  });

  it('keeps the answer when the language is switched in the middle', async () => {
    const { browser } = await atUpload();
    await browser.choose('source', 'scanned').press('Français');
    expect(browser.heading).toBe('Envoyer une photo');
    expect(browser.isTicked('source', 'scanned')).toBe(true);
  });
});
