import { CHECKS } from '../../src/photos/finding.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { CREAM, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** S24: a list: pass, information, warning, must fix, each with what was measured. */
describe('S24: “Apply” validates the photo', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const aWay = async (language: 'en' | 'fr' = 'en') => {
    const applicant = await anApplicant(portal, { stage: 'addressed', language });
    return new PhotoWay(await signIn(portal, applicant), applicant);
  };

  it('lists every check with what was measured and its limit, and says that a person will look', async () => {
    const browser = await (await aWay()).checked();
    expect(browser.heading).toBe('What we saw in the photo');
    expect(browser.textsOf('.find li')).toHaveLength(CHECKS.length);
    expect(browser.text).toContain('Pass: dimensions\n1000 × 1400 pixels. From 715 × 1000 to 2000 × 2800.');
    expect(browser.lead).toBe('We found no problem with this photo. A person will look at the photo in any case.');
  });

  it.each([
    ['too dark', { brightness: 0.25 }, 'the photo looks too dark'],
    ['washed out', { brightness: 3, skin: 'light' as const }, 'part of the face looks washed out'],
    ['before a coloured wall', { background: CREAM }, 'the background has a colour'],
    ['before a grey wall', { background: '#a8a8a8' }, 'the background is not white'],
    ['before an uneven wall', { background: '#ffffff', backgroundTo: '#d8d8d8' }, 'the background is not even'],
    ['blurred', { blur: 6 }, 'the photo looks blurred'],
  ])('warns of a photo that is %s, with a remedy, and never blocks it', async (_what, wishes, title) => {
    const browser = await (await aWay()).checked(wishes);
    const warned = browser.textsOf('.find li.warn').find((text) => text.includes(`Warning: ${title}`));
    expect(warned?.length).toBeGreaterThan(title.length + 40);
    expect(browser.buttons()).toContain('Next');
  });

  it.each(['light', 'medium', 'dark'] as const)('warns nobody for the colour of their skin: %s', async (skin) => {
    const browser = await (await aWay()).checked({ skin });
    expect(browser.textsOf('.find li.warn')).toEqual([]);
  });

  it('draws each finding that has a place on the grey picture, numbered as in the list, and says all in its alternative', async () => {
    const browser = await (await aWay()).checked({ glare: true });
    const marks = browser.$('.marks a').toArray();
    expect(marks.length).toBeGreaterThan(0);
    const alt = browser.$('.marked img').attr('alt') ?? '';
    for (const [index, mark] of marks.entries()) {
      const name = browser.$(mark).attr('aria-label') ?? '';
      expect(name).toMatch(new RegExp(`^Mark ${index + 1}: `));
      expect(alt).toContain(name);
      expect(browser.textOf(browser.$(mark).attr('href') ?? '')).toContain(`${name.replace(/^Mark \d+: /, '')} (mark ${index + 1})`);
    }
    expect(browser.textsOf('.find li:not(.done)').filter((text) => /\(mark \d+\)/.test(text))).toHaveLength(marks.length);
  });

  it('speaks French with French figures', async () => {
    const browser = await (await aWay('fr')).checked({ background: CREAM });
    expect(browser.text).toMatch(/Avertissement : l’arrière-plan a une couleur\nForce de la couleur : \d+,\d\. Au plus \d+\./);
  });

  it('offers no Next while something must be fixed, and refuses one that is sent all the same', async () => {
    const way = await aWay();
    await way.checked();
    const mustFix = [
      {
        check: 'dimensions',
        outcome: 'must_fix',
        measured: 700,
        limit: [715, 2000],
        unit: 'px',
        reason: 'wrong_dimensions',
        params: { width: 700, height: 980 },
      },
    ];
    await portal.sql('update photo_attempt set findings = $1 where person_id = $2', [JSON.stringify(mustFix), way.applicant.personId]);
    await way.browser.visit(way.at('photoFindings'));
    expect(way.browser.text).toContain('Must fix: the dimensions are not right');
    expect(way.browser.text).toContain('This photo can’t be sent yet');
    expect(way.browser.buttons()).not.toContain('Next');
    await way.browser.forge(way.at('photoFindings'), { declaration: 'yes', acknowledgement: 'yes' });
    expect(way.browser.status).toBe(409);
    expect((await portal.em().findOneOrFail(PhotoAttempt, { person: way.applicant.personId })).declaredAt).toBeNull();
  });
});
