import { frameHeight } from '../../src/photos/frame/frame.js';
import type { PortraitWishes } from '../../src/seeds/drawn-portrait.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/**
 * S23: works with keyboard, without JavaScript and on a phone; ratio 5:7 ± 0.005 in whole pixels, so that 715×1000, 1000×1000 and
 * 2000×1000 pictures each hold an allowed frame. Directions stand in the editor's own page.
 */
describe('S23: the editor frames the photo', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const inEditor = async (width = 1500, height = 2000, wishes: PortraitWishes = {}) => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.uploaded({ width, height, ...wishes });
    const frame = async () => (await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId })).frame;
    return { way, browser: way.browser, frame };
  };

  it.each([
    [715, 1000],
    [1000, 1000],
    [2000, 1000],
  ])('a picture of %i by %i holds an allowed frame of 5:7', async (width, height) => {
    const { frame } = await inEditor(width, height);
    const { width: framed } = await frame();
    expect(framed).toBeGreaterThanOrEqual(715);
    expect(Math.abs(framed / frameHeight(framed) - 5 / 7)).toBeLessThanOrEqual(0.005);
  });

  it('begins with a frame that needs no work, gives directions, and says how the head sits in it and how large the frame is', async () => {
    const { browser } = await inEditor();
    expect(browser.textOf('[role=status]')).toMatch(/^The head fills 4[6-9]% of the height: good\. .+ The frame is 1\d+ by \d+ pixels\.$/);
    expect(browser.text).toContain('We set the frame for you. If the head is not right, change the frame here.');
  });

  it.each([
    ['− Smaller frame', 'The head fills \\d+% of the height: too large. Make the frame larger. It must fill 44% to 51%.'],
    ['+ Larger frame', 'The head fills \\d+% of the height: too small. Make the frame smaller. It must fill 44% to 51%.'],
    ['← Left', 'The head is too far to the right. Move the frame to the right. The head fills \\d+% of the height: good.'],
    ['↑ Up', 'The chin is too low in the photo. Move the frame down. The head fills \\d+% of the height: good.'],
    ['↻ 1° right', 'The head leans to the left. Turn the frame to the left. The head fills \\d+% of the height: good.'],
  ])('after “%s” it says what is wrong and which press mends it', async (press, words) => {
    const { browser } = await inEditor(2400, 3200, { headScale: 0.6 });
    for (let presses = 0; presses < 20 && /good\. If you/.test(browser.textOf('[role=status]')); presses++) await browser.press(press);
    expect(browser.textOf('[role=status]')).toMatch(new RegExp(words));
  });

  it('moves, sizes and straightens by buttons, each press saved', async () => {
    const { browser, frame } = await inEditor();
    const start = await frame();
    await browser.press('− Smaller frame');
    await browser.press('− Smaller frame');
    const smaller = await frame();
    expect(smaller.width).toBe(start.width - 60);
    await browser.press('← Left');
    await browser.press('↓ Down');
    expect(await frame()).toMatchObject({ left: smaller.left - 30, top: smaller.top + 30, width: smaller.width });
    await browser.choose('by', 'fine').press('Right →');
    expect(await frame()).toMatchObject({ left: smaller.left - 27 });
    expect(browser.isTicked('by', 'fine')).toBe(true);
    await browser.press('↻ 1° right');
    expect((await frame()).angle).toBe(1);
    expect(browser.textOf('[role=status]')).toContain('It is turned 1° to the right.');
    await browser.press('Suggest a frame for me');
    expect(await frame()).toEqual(start);
  });

  it('takes numbers; Enter in a field updates the preview and applies nothing', async () => {
    const { browser, frame, way } = await inEditor();
    await browser.fill({ left: '100', top: '50', width: '1000', angle: '1,5' }).pressEnter('left');
    expect(browser.path).toBe(way.at('photoFrame'));
    expect(await frame()).toEqual({ left: 100, top: 50, width: 1000, angle: 1.5 });
    expect(browser.value('angle')).toBe('1.5');
    await browser.press('Update preview');
    expect(await frame()).toEqual({ left: 100, top: 50, width: 1000, angle: 1.5 });
  });

  it.each([
    [{ left: 'abc' }, { left: 'Enter a number, in digits' }],
    [{ left: '1400' }, { left: 'The frame must stay inside the picture, which is 1500 by 2000 pixels. Move it, or make it smaller.' }],
    [{ width: '714' }, { width: 'The frame must be at least 715 pixels wide' }],
    [{ width: '1500' }, { width: 'At this angle the frame can be at most 1429 pixels wide' }],
  ])('says what is wrong with %j, keeps it, and changes no frame', async (typed, errors) => {
    const { browser, frame } = await inEditor();
    const before = await frame();
    await browser.fill(typed).press('Update preview');
    expect([browser.status, browser.errors()]).toEqual([422, errors]);
    for (const [field, value] of Object.entries(typed)) expect(browser.value(field)).toBe(value);
    expect(browser.$('details[open]').length).toBe(1);
    expect(await frame()).toEqual(before);
  });

  it('keeps the numbers when the language is switched', async () => {
    const { browser } = await inEditor();
    await browser.fill({ width: '900' }).press('Français');
    expect(browser.heading).toBe('Cadrer la photo');
    expect(browser.value('width')).toBe('900');
  });

  it('draws the whole picture with the frame on it, as pixels of its own', async () => {
    const { browser } = await inEditor();
    const picture = await browser.raw('GET', browser.$('main img').attr('src') ?? '');
    expect([picture.status, picture.headers['content-type'], picture.headers['cache-control']]).toEqual([200, 'image/jpeg', 'no-store']);
  });

  it('leads who has no photo to choose one', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.browser.visit(way.at('photoFrame'));
    expect(way.browser.path).toBe(way.at('photo'));
  });
});
