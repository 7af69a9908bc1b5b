import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { Translator } from '../../src/language/translator.js';
import { RULES_IN_TEXTS } from '../../src/pages/rules-in-texts.js';
import { RETURN_REASONS } from '../../src/photos/finding.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoDecision } from '../../src/photos/review/photo-decision.entity.js';
import { MAX_FILE_BYTES } from '../../src/photos/photo.rules.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aSentPhoto, UNDO } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** S17: a closed list of reasons, each with a name, an explanation and a remedy in both languages; `other` needs the officer's own words. */
describe('S17: reasons for return', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('are these seven and no others (S17a to S17g)', () => {
    expect(RETURN_REASONS).toEqual([
      'too_dark',
      'background_not_white',
      'features_not_visible',
      'glare',
      'wrong_dimensions',
      'file_too_large',
      'other',
    ]);
  });

  it.each(LANGUAGES)('each have a name, an explanation and a remedy in %s', (language) => {
    const words = portal.get(Translator);
    const values = { ...RULES_IN_TEXTS, megabytes: RULES_IN_TEXTS.maxFileMegabytes };
    const texts = RETURN_REASONS.flatMap((reason) =>
      ['name', 'text', 'remedy'].map((part) => words.text(language, `photo:reason.${reason}.${part}`, values)),
    );
    expect(texts.every((text) => text.length > 5)).toBe(true);
    expect(new Set(texts).size).toBe(texts.length);
  });

  const aReview = async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed', language: 'fr' });
    const attempt = await aSentPhoto(portal, applicant.personId);
    const desk = await signIn(portal, await anOfficer(portal));
    await desk.visit(href('adminPhoto', 'en', { attempt }));
    const decisions = () => portal.em().find(PhotoDecision, { attempt });
    return { applicant, attempt, desk, decisions };
  };

  it('are needed to return a photo, at least one', async () => {
    const { desk, decisions } = await aReview();
    await desk.press('Return photo');
    expect([desk.status, desk.errors()]).toEqual([422, { reasons: 'Choose at least one reason to return the photo' }]);
    expect(await decisions()).toEqual([]);
  });

  it('take nothing outside the list', async () => {
    const { desk, attempt, decisions } = await aReview();
    await desk.forge(href('adminPhotoReturn', 'en', { attempt }), { reasons: 'ugly', language: 'en' });
    expect([desk.status, await decisions()]).toEqual([422, []]);
  });

  it('“other” needs the officer’s own words, which reach the person with their language', async () => {
    const { desk, decisions, applicant } = await aReview();
    await desk.tick('reasons', 'other').press('Return photo');
    expect(desk.errors()).toEqual({ words: 'Say in your own words why you return the photo' });
    expect(desk.isTicked('reasons', 'other')).toBe(true);
    await desk.tick('reasons', 'glare').fill({ words: 'A towel hangs behind you.' }).choose('language', 'en').press('Return photo');
    expect(await decisions()).toMatchObject([
      { decision: 'returned', reasons: ['glare', 'other'], words: 'A towel hangs behind you.', wordsLanguage: 'en' },
    ]);
    portal.clock.advance(UNDO);
    const browser = await signIn(portal, applicant);
    await browser.visit(href('photoReturned', 'fr', { person: applicant.personId }));
    expect(browser.text).toContain('Il y a des reflets sur la photo');
    expect(browser.$('[lang=en]:contains("A towel hangs behind you.")').length).toBeGreaterThan(0);
    expect(theMail(await portal.deliverMail(), 'photo-returned').to).toBe(applicant.email);
  });

  it('come with a place that is marked, drawn and said in words, and with words in both languages', async () => {
    const { desk, decisions, applicant } = await aReview();
    await desk.tick('reasons', 'glare').fill({ words: 'A lamp shines there.', otherWords: 'Une lampe brille là.', mark: 'top_right' });
    await desk.choose('language', 'en').press('Return photo');
    expect(await decisions()).toMatchObject([{ mark: 'top_right', words: 'A lamp shines there.', otherWords: 'Une lampe brille là.' }]);
    portal.clock.advance(UNDO);
    const browser = await signIn(portal, applicant);
    for (const [language, place, words] of [
      ['en', 'The marked place: top right', 'A lamp shines there.'],
      ['fr', 'en haut à droite', 'Une lampe brille là.'],
    ] as const) {
      await browser.visit(href('photoReturned', language, { person: applicant.personId }));
      expect(browser.text).toContain(place);
      expect(browser.$('svg.marks path.b').attr('d')).toBe('M681 14L986 14L986 453L681 453Z');
      expect(browser.$('svg.marks a').attr('href')).toBe(`#${browser.$(`p:contains("${place}")`).attr('id')}`);
      expect(browser.$('.lines').first().text()).toBe(words);
      expect(browser.text).not.toContain(language === 'en' ? 'wrote this in' : 'a été écrit en');
    }
  });

  it('with words in one language alone are read as they are, and the page says in which language', async () => {
    const { desk, applicant } = await aReview();
    await desk
      .tick('reasons', 'glare')
      .fill({ words: 'A lamp shines there.', mark: 'whole' })
      .choose('language', 'en')
      .press('Return photo');
    portal.clock.advance(UNDO);
    const browser = await (await signIn(portal, applicant)).visit(href('photoReturned', 'fr', { person: applicant.personId }));
    expect(browser.$('.lines').attr('lang')).toBe('en');
    expect(browser.text).toContain('Ce message a été écrit en anglais.');
    expect(browser.text).toContain('toute l’image');
    expect(browser.$('svg.marks').length).toBe(0);
  });

  it('in the other language alone are not words enough, and a place that is none is as if it were not there', async () => {
    const { desk, attempt, decisions } = await aReview();
    await desk.tick('reasons', 'glare').fill({ otherWords: 'Une lampe.' }).press('Return photo');
    expect(desk.errors()).toEqual({ words: 'Say in your own words why you return the photo' });
    await desk.forge(href('adminPhotoReturn', 'en', { attempt }), { reasons: 'glare', language: 'en', mark: 'nose' });
    expect(await decisions()).toMatchObject([{ decision: 'returned', mark: null }]);
  });

  it('are told once: a photo that was decided can’t be decided again, and the second officer reads so', async () => {
    const { desk, attempt, decisions } = await aReview();
    await desk.press('Accept photo');
    await desk.forge(href('adminPhotoReturn', 'en', { attempt }), { reasons: 'glare', language: 'en' });
    expect([desk.status, desk.heading]).toEqual([409, 'This photo was decided already']);
    portal.clock.advance(UNDO);
    await desk.forge(href('adminPhotoAcceptance', 'en', { attempt }));
    expect([desk.status, (await decisions()).length]).toEqual([409, 1]);
  });

  it.each([
    ['accepts', 'adminPhotoAcceptance', {}],
    ['returns', 'adminPhotoReturn', { reasons: 'glare', language: 'en' }],
  ] as const)('a double click %s once, and leads on like a single one; another officer is told', async (_, route, fields) => {
    const { desk, attempt, decisions } = await aReview();
    await desk.forge(href(route, 'en', { attempt }), fields);
    const after = desk.path;
    await desk.forge(href(route, 'en', { attempt }), fields);
    expect([desk.status, desk.path, (await decisions()).length]).toEqual([200, after, 1]);
    const other = await signIn(portal, await anOfficer(portal));
    await other.forge(href(route, 'en', { attempt }), fields);
    expect([other.status, other.heading, (await decisions()).length]).toEqual([409, 'This photo was decided already', 1]);
  });

  describe('the limits they name (S17e, S17f)', () => {
    const upload = async (width: number, height: number, bytes?: Buffer) => {
      const applicant = await anApplicant(portal, { stage: 'addressed' });
      const { browser } = new PhotoWay(await signIn(portal, applicant), applicant);
      await browser.visit(href('photo', 'en', { person: applicant.personId }));
      const photo = { name: 'a.jpg', type: 'image/jpeg', bytes: bytes ?? (await drawPortrait({ width, height })) };
      await browser.choose('source', 'digital').attach('photo', photo).press('Upload photo');
      const kept = await portal.em().findOne(PhotoAttempt, { person: applicant.personId });
      return { browser, kept };
    };

    it.each([
      [714, 1000, false],
      [715, 999, false],
      [715, 1000, true],
    ])('a picture of %i by %i pixels holds an allowed frame: %s', async (width, height, allowed) => {
      const { browser, kept } = await upload(width, height);
      if (allowed) {
        expect(browser.heading).toBe('Frame the photo');
        expect(kept?.frame).toEqual({ left: 0, top: 0, width: 715, angle: 0 });
      } else {
        expect(browser.status).toBe(422);
        expect(browser.errors().photo).toContain(`The photo is ${width} by ${height} pixels; it must be at least 715 by 1000`);
        expect(kept).toBeNull();
      }
    });

    it.each([
      [2000, 2800, 'The frame is 2000 by 2800 pixels.'],
      [2001, 2802, 'The frame is 2001 by 2800 pixels. The photo will be reduced to 2000 by 2800.'],
    ])('a frame of %i by %i pixels is kept or reduced, and the page says so', async (width, height, words) => {
      const { browser } = await upload(width, height);
      expect(browser.text).toContain(words);
    });

    it('a file of exactly 4 MB passes, one byte more is 413 with the whole page', async () => {
      const photo = await drawPortrait();
      const exact = Buffer.concat([photo, Buffer.alloc(MAX_FILE_BYTES - photo.length)]);
      expect((await upload(1000, 1400, exact)).kept?.byteSize).toBe(MAX_FILE_BYTES);
      const { browser, kept } = await upload(1000, 1400, Buffer.concat([exact, Buffer.alloc(1)]));
      expect([browser.status, browser.heading, kept]).toEqual([413, 'The file is too large', null]);
      const larger = await upload(1000, 1400, Buffer.concat([exact, Buffer.alloc(100_000)]));
      expect([larger.browser.status, larger.kept]).toEqual([413, null]);
    });
  });
});
