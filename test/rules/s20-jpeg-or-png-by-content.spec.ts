import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { isoMedia, jpegHeader } from '../photos/files.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, type Applicant } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import type { Visitor } from '../../tools/visitor.js';

/** S20: decided by content, not by name; HEIC, WebP, PDF, SVG, GIF are refused with how to convert. */
describe('S20: JPEG or PNG', () => {
  let portal: TestPortal;
  let applicant: Applicant;
  let browser: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    applicant = await anApplicant(portal, { stage: 'addressed' });
    browser = await signIn(portal, applicant);
  });
  afterAll(() => portal.close());

  const upload = async (name: string, bytes: Buffer) => {
    await browser.visit(href('photo', 'en', { person: applicant.personId }));
    await browser.choose('source', 'digital').attach('photo', { name, type: 'image/jpeg', bytes }).press('Upload photo');
    return portal.em().findOne(PhotoAttempt, { person: applicant.personId });
  };

  it.each([
    ['HEIC', isoMedia('heic', 'mif1'), 'This is a HEIC file. Open it on your phone or computer, export it as JPEG'],
    ['WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 '), 'This is a WebP file. Open it in an image program, save it as JPEG or PNG'],
    ['PDF', Buffer.from('%PDF-1.7\n'), 'This is a PDF document. Ask for the picture itself'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'This is an SVG drawing.'],
    ['GIF', Buffer.from('GIF89a\x01\0\x01\0'), 'This is a GIF file.'],
    ['text', Buffer.from('not a photo at all'), 'This file is not a JPEG or PNG photo, whatever its name says.'],
  ])('a %s file called photo.jpg is 415 on the same page, with how to convert it', async (_kind, bytes, words) => {
    expect(await upload('photo.jpg', bytes)).toBeNull();
    expect([browser.status, browser.heading]).toEqual([415, 'Send a photo']);
    expect(browser.errors().photo).toContain(words);
  });

  it.each([
    ['a photo cut short', async () => (await drawPortrait()).subarray(0, 20_000), 'This file is damaged'],
    ['an empty file', async () => Buffer.alloc(0), 'This file is empty'],
    ['a picture of 400 million pixels', async () => jpegHeader(20_000, 20_000), 'about 400 million. It can have at most 50 million'],
  ])('%s is 422, and says what is wrong', async (_kind, bytes, words) => {
    expect(await upload('photo.jpg', await bytes())).toBeNull();
    expect(browser.status).toBe(422);
    expect(browser.errors().photo).toContain(words);
  });

  it('leaves nothing behind in the store', () => {
    const folder = join(portal.dataDir, 'photos');
    expect(() => readdirSync(folder)).toThrow(/ENOENT/);
  });

  it('a JPEG called “é à.png” is a JPEG, and keeps its name on the page', async () => {
    const kept = await upload('é à.png', await drawPortrait());
    expect(kept).toMatchObject({ mediaType: 'image/jpeg', fileName: 'é à.png', state: 'draft' });
    expect(browser.text).toContain('é à.png, 1000 by 1400 pixels');
  });

  it('a PNG and a photo that lies on its side are fine', async () => {
    expect(await upload('a.jpg', await drawPortrait({ format: 'png' }))).toMatchObject({ mediaType: 'image/png' });
    expect(await upload('b.jpg', await drawPortrait({ orientation: 6 }))).toMatchObject({ width: 1000, height: 1400 });
  });
});
