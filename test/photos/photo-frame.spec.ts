import { href } from '../../src/language/routes.js';
import sharp from 'sharp';
import { frameHeight } from '../../src/photos/frame/frame.js';
import { headInFrame } from '../../src/photos/frame/head-in-frame.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoWorkshop, WorkshopBusy } from '../../src/photos/workshop/photo-workshop.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** What the editor knows of a picture beside its frame: where the head is, who found it, and what happens when nobody does. */
describe('the editor and the head', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const inEditor = async (bytes: Buffer) => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    const { browser } = way;
    await browser.visit(way.at('photo'));
    await browser.choose('source', 'digital').attach('photo', { name: 'a.jpg', type: 'image/jpeg', bytes }).press('Upload photo');
    const stored = () => portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
    const status = () => browser.textOf('[role=status]');
    return { way, browser, stored, status };
  };

  it('a phone’s photo of 12 megapixels needs no work: the head is found, 33.5 mm, level and in place', async () => {
    const { stored, status, browser } = await inEditor(
      await drawPortrait({ width: 3024, height: 4032, headScale: 0.5, headX: 0.06, turn: 5 }),
    );
    const { head, faces, frame, state } = await stored();
    expect([faces, state]).toEqual([1, 'draft']);
    expect(headInFrame(head!, frame)).toMatchObject({ millimetres: expect.closeTo(33.5, 0), faults: [] });
    expect(status()).toContain('good. If you are happy with it, press “Apply and check”.');
    await browser.press('Apply and check');
    expect(browser.heading).toBe('What we saw in the photo');
    expect((await stored()).head).toEqual(head);
  });

  it('a frame that is larger than the largest photo is reduced, and says so', async () => {
    const { status } = await inEditor(await drawPortrait({ width: 3024, height: 4032 }));
    expect(status()).toMatch(/The frame is 2\d{3} by \d{4} pixels\. The photo will be reduced to 2000 by 2800\./);
  });

  it('without a face it says so, and offers the two clicks', async () => {
    const wall = await sharp({ create: { width: 1500, height: 2000, channels: 3, background: '#cfd4cc' } })
      .jpeg()
      .toBuffer();
    const { stored, status, browser } = await inEditor(wall);
    expect(await stored()).toMatchObject({ head: null, faces: 0, frame: { width: 1429 } });
    expect(status()).toContain('We found no face in this photo. If there is one, show us where the head is, or move the frame yourself.');
    expect(browser.$('details#points[open]').length).toBe(1);
  });

  it('with two faces it says that only one may be there', async () => {
    const one = await drawPortrait({ width: 1500, height: 2100, headScale: 0.8 });
    const two = await sharp({ create: { width: 3000, height: 2100, channels: 3, background: '#fff' } })
      .composite([
        { input: one, left: 0, top: 0 },
        { input: one, left: 1500, top: 0 },
      ])
      .jpeg()
      .toBuffer();
    const { stored, status } = await inEditor(two);
    expect((await stored()).faces).toBe(2);
    expect(status()).toContain('We found 2 faces; only one person may be in the photo.');
    expect(status()).not.toContain('If you are happy');
  });

  it('when nobody is free to look, the largest frame is set and the page says so; a later press looks again', async () => {
    const workshop = portal.get(PhotoWorkshop);
    workshop.suggest = () => Promise.reject(new WorkshopBusy('64 photos are waiting'));
    const { stored, status, browser } = await inEditor(await drawPortrait({ width: 1500, height: 2000 }));
    expect(await stored()).toMatchObject({ head: null, faces: null, frame: { width: 1429 } });
    expect(status()).toContain('We could not look for the face just now. Move the frame');
    await browser.press('− Smaller frame');
    const smaller = await stored();
    await browser.press('Suggest a frame for me');
    expect(status()).toContain('so the frame stays as it is. Try again in a moment.');
    expect(await stored()).toMatchObject({ frame: smaller.frame, version: smaller.version });
    Reflect.deleteProperty(workshop, 'suggest');
    await browser.press('Suggest a frame for me');
    expect((await stored()).faces).toBe(1);
    expect(status()).toMatch(/^The head fills \d+% of the height: good\./);
  });

  it('two clicks on the picture make the frame, without JavaScript, and a new suggestion takes it back', async () => {
    const { stored, status, browser, way } = await inEditor(await drawPortrait({ width: 2800, height: 4000, headScale: 0.5 }));
    const before = await stored();
    await browser.press('The photo: click the top of the head', { at: { x: 140, y: 100 } });
    expect(browser.text).toContain('Second click: the bottom of the chin.');
    expect(await stored()).toMatchObject({ version: before.version });
    await browser.press('The photo: click the bottom of the chin', { at: { x: 140, y: 220 } });
    const { frame, head } = await stored();
    expect(head).toMatchObject({ crown: { x: 1405, y: 1005 }, chin: { x: 1405, y: 2205 } });
    expect((1200 / frameHeight(frame.width)) * 70).toBeCloseTo(33.5, 1);
    expect(status()).toMatch(/^The head fills 48% of the height: good\..* The frame is set by the two points you showed\.$/);
    await browser.visit(way.at('photoFrame'));
    await browser.press('Suggest a frame for me');
    expect(await stored()).toMatchObject({ frame: before.frame, head: before.head });
  });

  it('Enter on the picture shows no point and changes nothing; two points too near can be begun again', async () => {
    const { stored, browser } = await inEditor(await drawPortrait({ width: 1500, height: 2000 }));
    const before = await stored();
    await browser.press('The photo: click the top of the head');
    expect(browser.text).toContain('No point was shown. Click the picture itself, or use the buttons or the numbers.');
    await browser.press('The photo: click the top of the head', { at: { x: 140, y: 100 } });
    await browser.press('The photo: click the bottom of the chin');
    expect(browser.text).toContain('No point was shown.');
    await browser.press('The photo: click the bottom of the chin', { at: { x: 140, y: 90 } });
    expect(browser.text).toContain('These two points are too close, or the chin is above the head.');
    expect(browser.buttons()).toContain('The photo: click the top of the head');
    expect((await stored()).frame).toEqual(before.frame);
  });

  it('the length of a press stays as chosen through presses and clicks', async () => {
    const { browser } = await inEditor(await drawPortrait({ width: 1500, height: 2000 }));
    await browser.choose('by', 'fine').press('The photo: click the top of the head', { at: { x: 140, y: 100 } });
    await browser.press('The photo: click the bottom of the chin', { at: { x: 140, y: 250 } });
    await browser.press('Suggest a frame for me');
    expect(browser.isTicked('by', 'fine')).toBe(true);
  });

  it('a number that makes no frame is named in the other language too, and stands there as it was typed', async () => {
    const { browser } = await inEditor(await drawPortrait({ width: 1500, height: 2000 }));
    await browser.fill({ width: 70 }).pressEnter('width');
    expect([browser.status, Object.keys(browser.errors())]).toEqual([422, ['width']]);
    await browser.press('Français');
    expect([browser.language, browser.value('width'), Object.keys(browser.errors())]).toEqual(['fr', '70', ['width']]);
  });

  it('a press sends the frame that stood on the page: twice is once, and after “Back” it does no more than it says', async () => {
    const { browser, stored, way } = await inEditor(await drawPortrait({ width: 2400, height: 3200, headScale: 0.6 }));
    const shown = Object.fromEntries(['left', 'top', 'width', 'angle'].map((name) => [name, browser.value(name)]));
    const before = (await stored()).frame;
    for (let n = 0; n < 2; n++) await browser.forge(way.at('photoFrame'), { ...shown, do: 'left' });
    expect((await stored()).frame).toEqual({ ...before, left: before.left - 40 });
  });

  it('brings its own script; the page before it has only those of every signed-in page', async () => {
    const { browser, way } = await inEditor(await drawPortrait({ width: 1500, height: 2000 }));
    expect(browser.headers['content-security-policy']).toMatch(/^default-src 'none';.*;script-src 'self'$/);
    for (const file of ['photo-frame', 'frame-geometry', 'frame-words']) {
      const script = await browser.raw('GET', `/js/${file}.js`);
      expect([script.status, script.headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/javascript/)]);
    }
    await browser.visit(way.at('photo'));
    const scripts = browser.$('script').toArray();
    expect(scripts.map((script) => browser.$(script).attr('src'))).toEqual(['/js/session.js', '/js/press-once.js']);
  });

  it('a window that still shows a replaced photo changes nothing of the new one', async () => {
    const { browser, stored, way } = await inEditor(await drawPortrait({ width: 1500, height: 2000 }));
    const { id } = await stored();
    await way.uploaded({ width: 1500, height: 2000 }, 'another.jpg');
    const before = await stored();
    await browser.forge(way.at('photoFrame'), { attempt: id, left: '0', top: '0', width: '800', angle: '0', do: 'apply' });
    expect([browser.status, browser.heading]).toEqual([200, 'Frame the photo']);
    expect(await stored()).toMatchObject({ state: 'draft', frame: before.frame });
    const numbers = { attempt: id, left: '0', top: '0', width: '70', angle: '0', _judged: '1' };
    await browser.forge(`${href('languageSwitch', 'en')}?to=${encodeURIComponent(way.at('photoFrame'))}`, numbers);
    expect([browser.value('width'), browser.errors()]).toEqual([String(before.frame.width), {}]);
  });
});
