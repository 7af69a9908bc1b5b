import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DAY } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { CHECKS_AT_ONCE, CHECKS_AT_ONCE_PER_ADDRESS, MAX_FILE_BYTES } from '../../src/photos/photo.rules.js';
import { LIMITS } from '../../src/security/request-limits.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import type { Visitor } from '../../tools/visitor.js';
import { multipart } from '../../tools/visitor-http.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { aPhoto, CREAM, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** Anybody may try a photo, and nothing of it is kept (PAGES.md 5). */
describe('the public checker', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const at = (language: 'en' | 'fr' = 'en') => href('photoCheck', language);
  const open = (language: 'en' | 'fr' = 'en') => portal.visitor({ language }).visit(at(language));
  const check = async (bytes: Uint8Array, name = 'portrait.jpg') =>
    (await open()).attach('photo', { name, type: 'image/jpeg', bytes }).press('Check the photo');
  const codeOn = (browser: Visitor): string => browser.$('code').text();

  it('is reached from the start page, the photo requirements and help, by anybody', async () => {
    for (const page of ['start', 'photoRequirements', 'help'] as const) {
      const browser = await portal.visitor().visit(href(page, 'en'));
      expect([page, browser.links().map((link) => link.href)]).toEqual([page, expect.arrayContaining([at()])]);
    }
    expect((await open()).status).toBe(200);
  });

  it('tells the limit that is enforced', async () => {
    const { points, minutes } = LIMITS.photoChecksPerAddress;
    expect((await open()).text).toContain(`${points} photos can be checked in ${minutes} minutes`);
  });

  it.each([
    ['en', 'Check the photo', 'What we found in the photo'],
    ['fr', 'Vérifier la photo', 'Ce que nous avons trouvé sur la photo'],
  ] as const)('judges a photo as the portal does, with the picture in the answer, in %s', async (language, act, title) => {
    const browser = await open(language);
    await browser.attach('photo', await aPhoto({ background: CREAM })).press(act);
    expect([browser.status, browser.heading]).toEqual([200, title]);
    const picture = browser.$('.pic img').attr('src') ?? '';
    expect(picture).toMatch(/^data:image\/jpeg;base64,\/9j\//);
    expect(browser.$('.find .warn').length).toBeGreaterThan(0);
    expect(codeOn(browser)).toMatch(/^(\w{5}-){6}\w{5}$/);
    expect(String(browser.headers['content-security-policy'])).toMatch(/img-src 'self' data:(;|$)/);
  });

  it('allows pictures in the page on that one answer alone', async () => {
    const browser = await check((await aPhoto()).bytes);
    for (const path of [at(), href('start', 'en')]) {
      await browser.visit(path);
      expect(String(browser.headers['content-security-policy'])).not.toContain('data:');
    }
  });

  it('finds what the signed-in checks find in the same file, through the same frame', async () => {
    const photo = await aPhoto({ background: CREAM });
    const visitor = await check(photo.bytes);
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const { browser } = new PhotoWay(await signIn(portal, applicant), applicant);
    await browser.visit(href('photo', 'en', { person: applicant.personId }));
    await browser.choose('source', 'digital').attach('photo', photo).press('Upload photo');
    await browser.press('Apply and check');
    expect(visitor.textsOf('.find li')).toEqual(browser.textsOf('.find li'));
  });

  it('keeps nothing: no row but the session’s and the counter’s, no file, no name', async () => {
    const name = 'Ysolde Wintergreen at the lake.jpg';
    const browser = await open();
    const [before, files] = [await everyRow(portal), filesIn(portal.dataDir)];
    await browser.attach('photo', { name, type: 'image/jpeg', bytes: (await aPhoto()).bytes }).press('Check the photo');
    expect(browser.status).toBe(200);
    expect(browser.html).not.toContain('Wintergreen');
    expect(await everyRow(portal)).toEqual(before);
    expect(filesIn(portal.dataDir)).toEqual(files);
    const tables = await portal.sql<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`);
    for (const table of tables) {
      const texts = await portal.sql<{ row: string }>(`select t::text as row from "${table.name}" t`);
      expect([table.name, texts.some(({ row }) => row.includes('Wintergreen'))]).toEqual([table.name, false]);
    }
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, number, RegExp]>([
    ['no picture at all', () => Buffer.from('this is a letter'), 415, /JPEG or PNG/],
    ['a picture that is too small', () => drawPortrait({ width: 640, height: 900 }), 422, /640 by 900 pixels/],
    ['a file cut short', async () => (await drawPortrait()).subarray(0, 20_000), 422, /damaged/i],
  ])('says what is wrong with %s, with its true status', async (_, bytes, status, words) => {
    const browser = await check(await bytes());
    expect([browser.status, browser.title.startsWith('Error: ')]).toEqual([status, true]);
    expect(browser.errors().photo).toMatch(words);
  });

  it('says what to do without a file', async () => {
    const browser = await open();
    await browser.press('Check the photo');
    expect([browser.status, Object.keys(browser.errors())]).toEqual([422, ['photo']]);
  });

  it('answers 413 with a page to a file that is too large', async () => {
    const photo = await drawPortrait();
    const browser = await check(Buffer.concat([photo, Buffer.alloc(MAX_FILE_BYTES - photo.length + 1)]));
    expect([browser.status, browser.heading]).toEqual([413, 'The file is too large']);
  });

  it('makes an address wait after so many, with the true time, and lets it in again', async () => {
    const browser = await open();
    const { points, minutes } = LIMITS.photoChecksPerAddress;
    for (let n = 0; n < points; n++) await browser.visit(at()).then(() => browser.press('Check the photo'));
    await browser.attach('photo', await aPhoto()).press('Check the photo');
    expect([browser.status, browser.heading]).toEqual([429, 'Please wait before the next photo']);
    expect(browser.lead).toContain(`Try again in ${minutes} minutes.`);
    expect(browser.headers['retry-after']).toBe(String(minutes * 60));
    expect((await check((await aPhoto()).bytes)).status).toBe(200); // somebody else, from elsewhere
  });

  it('counts the addresses of one IPv6 network together', async () => {
    const { points } = LIMITS.photoChecksPerAddress;
    const tries: number[] = [];
    for (let n = 0; n <= points; n++) {
      const browser = portal.visitor({ headers: { 'X-Forwarded-For': `2001:db8:5:6::${(n + 1).toString(16)}` } });
      tries.push((await (await browser.visit(at())).press('Check the photo')).status);
    }
    expect(tries).toEqual([...Array<number>(points).fill(422), 429]);
  });

  it(`works on ${CHECKS_AT_ONCE} at once; who comes then is told to come again, and every one is answered`, async () => {
    const file = multipart([['photo', await aPhoto()]]);
    const before = process.memoryUsage().rss;
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const browser = await open();
        const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': file.type };
        return browser.raw('POST', `${at()}?csrf=${encodeURIComponent(browser.csrfToken)}`, headers, file.body);
      }),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(CHECKS_AT_ONCE);
    for (const { status, headers } of answers) if (status === 503) expect(headers['retry-after']).toBe('30');
    expect((process.memoryUsage().rss - before) / 1024 ** 2).toBeLessThan(600);
    expect((await check((await aPhoto()).bytes)).status).toBe(200); // every place is free again
  }, 120_000);

  it(`gives one address ${CHECKS_AT_ONCE_PER_ADDRESS} places: uploads that stand still keep the checker from nobody else`, async () => {
    const browser = await portal.visitor({ headers: { 'X-Forwarded-For': '198.51.100.77' } }).visit(at());
    const slow = Array.from({ length: CHECKS_AT_ONCE + 1 }, () => {
      const sent = request(new URL(`${at()}?csrf=${encodeURIComponent(browser.csrfToken)}`, portal.address), {
        method: 'POST',
        headers: {
          'X-Forwarded-For': '198.51.100.77',
          'Sec-Fetch-Site': 'same-origin',
          Cookie: browser.cookies.header,
          'Content-Type': 'multipart/form-data; boundary=x',
          'Content-Length': '100000',
        },
      });
      sent.on('error', () => undefined);
      sent.write('--x\r\n');
      return sent;
    });
    try {
      await wait(1_000);
      expect((await check((await aPhoto()).bytes)).status).toBe(200);
      await browser.attach('photo', await aPhoto()).press('Check the photo');
      expect([browser.status, browser.heading]).toEqual([503, 'We are checking many photos just now']);
      expect([browser.lead, browser.headers['retry-after']]).toEqual(['Try again in about 30 seconds.', '30']);
    } finally {
      for (const one of slow) one.destroy();
    }
  });

  describe('its reference code', () => {
    const upload = async (code: string, bytes: Uint8Array) => {
      const applicant = await anApplicant(portal, { stage: 'addressed' });
      const way = new PhotoWay(await signIn(portal, applicant), applicant);
      await way.browser.visit(way.at('photo'));
      const photo = { name: 'portrait.jpg', type: 'image/jpeg', bytes };
      await way.browser.choose('source', 'digital').fill({ code }).attach('photo', photo).press('Upload photo');
      return way;
    };
    const attemptOf = ({ applicant }: PhotoWay) => portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });

    it('is known by the portal for the same file: the pages say that it passed, and when', async () => {
      const { bytes } = await aPhoto();
      const checked = await check(bytes);
      const passed = checked.$('.find .warn').length === 0;
      portal.clock.advance(2 * DAY);
      const way = await upload(codeOn(checked).toLowerCase().replaceAll('-', ' '), bytes);
      const words = passed ? 'This file passed our checks on November 23, 2026.' : 'This file was checked on November 23, 2026';
      expect(way.browser.heading).toBe('Frame the photo');
      expect(way.browser.text).toContain(words);
      expect(way.browser.text).toContain('The frame is the one of that day.');
      await way.browser.press('Apply and check');
      expect(way.browser.text).toContain(words);
      expect((await attemptOf(way)).checkedBefore).toMatchObject({ ok: true, day: '2026-11-23' });
    });

    it('says with how many warnings, truthfully, and officers read it after their own look', async () => {
      const { bytes } = await aPhoto({ background: CREAM });
      const checked = await check(bytes);
      const count = Number(/There (?:is|are) (one|\d+) warning/.exec(checked.lead)?.[1]?.replace('one', '1'));
      expect(count).toBeGreaterThan(0);
      const way = await upload(codeOn(checked), bytes);
      await way.browser.press('Apply and check');
      way.browser.tick('declaration').tick('acknowledgement');
      await way.browser.press('Next');
      await way.browser.fill({ password: way.applicant.password }).press('Submit documents');
      const attempt = await attemptOf(way);
      const desk = await signIn(portal, await anOfficer(portal));
      await desk.visit(href('adminPhoto', 'en', { attempt: attempt.id }));
      expect(desk.text).not.toContain('had this file checked');
      await desk.press('Show what the checks found');
      expect(desk.text).toMatch(count === 1 ? /with one warning\./ : new RegExp(`with ${count} warnings\\.`));
    });

    it('brings its own frame, which the person may still change', async () => {
      const { bytes } = await aPhoto({ width: 1500, height: 1600 });
      const checked = await check(bytes);
      const way = await upload(codeOn(checked), bytes);
      const { frame, checkedBefore } = await attemptOf(way);
      expect(checkedBefore).toMatchObject({ ok: true, frame });
      await way.browser.press('− Smaller frame');
      expect(way.browser.text).toContain('The frame was another one that day.');
    });

    it.each([
      ['of another file', async () => codeOn(await check((await aPhoto({ skin: 'dark' })).bytes)), /does not fit this file/],
      ['that is none of ours', async () => 'see my e-mail', /is not one of ours/],
    ])('one %s is a kind note, and the photo is there', async (_, code, words) => {
      const way = await upload(await code(), (await aPhoto()).bytes);
      expect([way.browser.heading, way.browser.status]).toEqual(['Frame the photo', 200]);
      expect(way.browser.text).toMatch(words);
      expect((await attemptOf(way)).checkedBefore).toMatchObject({ ok: false });
    });

    it('one that is far too long is told beside its field, and stays there', async () => {
      const pasted = 'see my e-mail '.repeat(200);
      const { browser } = await upload(pasted, (await aPhoto()).bytes);
      expect([browser.heading, browser.status]).toEqual(['Send a photo', 422]);
      expect(browser.text).toContain('200 characters');
      expect(browser.$('[name=code]').val()).toContain('see my e-mail see my e-mail');
    });
  });
});

/** Every file below a folder, by name. */
const filesIn = (folder: string): string[] => readdirSync(join(folder), { recursive: true }).map(String).sort();
