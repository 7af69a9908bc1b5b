import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoSubmission } from '../../src/photos/submission/photo-submission.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { CREAM, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** S29: with warnings the acknowledgement box as well; without it an error; with it stored together with the list of warnings. */
describe('S29: with warnings, the acknowledgement box as well', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const warned = async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.checked({ background: CREAM });
    const stored = () => portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
    return { way, browser: way.browser, stored };
  };

  it('lists the warnings it is about, and is not ticked beforehand', async () => {
    const { browser } = await warned();
    expect(browser.textsOf('main label')[1]).toContain('I have read the warning “the background has a colour”. I send the photo anyway.');
    expect(browser.isTicked('acknowledgement')).toBe(false);
  });

  it('without it: an error at the box, the declaration stays ticked, and nothing is stored', async () => {
    const { browser, stored } = await warned();
    await browser.tick('declaration').press('Next');
    expect([browser.status, browser.errors()]).toEqual([
      422,
      { acknowledgement: 'Tick the acknowledgement to send the photo with its warnings' },
    ]);
    expect(browser.isTicked('declaration')).toBe(true);
    expect(await stored()).toMatchObject({ state: 'checked', declaredAt: null, acknowledgedAt: null });
  });

  it('with it: stored together with the list of warnings, and so it is submitted', async () => {
    const { browser, stored, way } = await warned();
    await browser.tick('declaration').tick('acknowledgement').press('Next');
    expect(await stored()).toMatchObject({ state: 'ready', acknowledgedAt: portal.clock.now() });
    expect(browser.text).toContain('One warning, which you acknowledged.');
    await browser.fill({ password: way.applicant.password }).press('Submit documents');
    const submission = await portal.em().findOneOrFail(PhotoSubmission, { person: way.applicant.personId });
    expect(submission.acknowledgedAt).toEqual(portal.clock.now());
    expect(submission.warnings).toMatchObject([{ check: 'background', aspect: 'colour', outcome: 'warning' }]);
  });
});
