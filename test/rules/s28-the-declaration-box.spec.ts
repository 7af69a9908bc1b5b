import { MINUTE } from '../../src/clock.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** S28: unchecked: an error, and nothing is stored. */
describe('S28: the declaration box, then Next', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const atFindings = async (language: 'en' | 'fr' = 'en') => {
    const applicant = await anApplicant(portal, { stage: 'addressed', language });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.checked();
    const stored = () => portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
    return { way, browser: way.browser, stored };
  };

  it('names the person, and is not ticked beforehand; without warnings it is the only one', async () => {
    const { browser } = await atFindings();
    expect(browser.isTicked('declaration')).toBe(false);
    expect(browser.textsOf('main label')).toEqual([
      'This is Idris Quillfeather. The photo was taken in the last 12 months. It is not retouched, and it is not a picture of a paper photo.',
    ]);
  });

  it('unchecked is an error, and nothing is stored', async () => {
    const { browser, stored } = await atFindings();
    await browser.press('Next');
    expect([browser.status, browser.errors()]).toEqual([422, { declaration: 'Tick the declaration to go on' }]);
    expect(await stored()).toMatchObject({ state: 'checked', declaredAt: null, statementVersion: null });
  });

  it('checked is stored with the version and the language of the text, and leads on', async () => {
    const { browser, stored, way } = await atFindings('fr');
    await browser.tick('declaration').press('Suivant');
    expect(browser.path).toBe(way.at('review'));
    expect(await stored()).toMatchObject({
      state: 'ready',
      declaredAt: portal.clock.now(),
      acknowledgedAt: null,
      statementVersion: 1,
      statementLanguage: 'fr',
    });
  });

  it('counts only for the findings that stood on the page', async () => {
    const { browser, stored, way } = await atFindings();
    const seen = browser.$('[name=seen]').attr('value') ?? '';
    portal.clock.advance(MINUTE); // sooner it would be a second press, which checks nothing anew
    await browser.visit(way.at('photoFrame'));
    await browser.press('Apply and check');
    await browser.forge(way.at('photoFindings'), { declaration: 'yes', seen });
    expect([browser.status, browser.errors().declaration]).toEqual([
      422,
      expect.stringContaining('framed and checked again in the meantime'),
    ]);
    expect(await stored()).toMatchObject({ state: 'checked', declaredAt: null });
  });
});
