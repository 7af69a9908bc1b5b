import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { shownFileName } from '../../src/photos/upload/photo-file-interceptor.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Applicant, anApplicant } from '../support/people.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** Names that other portals fell for: paths, ends of strings and lines, markup, templates, directions, emptiness, length. */
const CORE = [
  '../../../../etc/passwd.jpg',
  '..\\..\\windows\\win.ini.jpg',
  'photo.jpg\u0000.php',
  'photo.php',
  '.htaccess',
  '-rf.jpg',
  'con.jpg',
  'photo\r\nX-Injected: 1.jpg',
  'photo"; filename="evil.html',
  '<img src=x onerror=alert(1)>.jpg',
  `{{constructor.constructor('return 1')()}}.jpg`,
  "' OR 1=1;--.jpg",
  '=1+1.jpg',
  '\u202egpj.exe',
  'é à.jpg',
  'e\u0301.jpg',
  '写真.jpg',
  '%2e%2e%2fphoto.jpg',
  `${'a'.repeat(400)}.jpg`,
];

const folder = process.env.HOSTILE_IMAGES || undefined;
const listed = folder === undefined ? null : join(folder, 'hostile-filenames.txt');
const more =
  listed !== null && existsSync(listed)
    ? readFileSync(listed, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('"'))
        .map((line) => JSON.parse(line) as string)
    : [];
if (more.length === 0) {
  it.skip('the list of HOSTILE_IMAGES is not there: only our own names are tried', () => {});
  console.info('the list of HOSTILE_IMAGES is not there: only our own names are tried');
}
const NAMES = [...new Set([...CORE, ...more])];

describe('any file name works, and does nothing (PAGES.md 3.7)', () => {
  let portal: TestPortal;
  let applicant: Applicant;
  let browser: Visitor;
  let way: PhotoWay;
  let photo: Awaited<ReturnType<typeof aPhoto>>;
  let elements: number;
  beforeAll(async () => {
    portal = await aPortal();
    applicant = await anApplicant(portal, { stage: 'addressed' });
    browser = await signIn(portal, applicant);
    way = new PhotoWay(browser, applicant);
    photo = await aPhoto();
    await upload('plain.jpg');
    elements = browser.$('*').length;
  });
  afterAll(() => portal.close());

  const upload = async (name: string) => {
    await browser.visit(way.at('photo'));
    await browser
      .choose('source', 'digital')
      .attach('photo', { ...photo, name })
      .press('Upload photo');
  };

  it('a null in a name is no name that a browser sends: 400 with a page, and nothing is kept', async () => {
    const before = await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
    await upload('photo.jpg\u0000.php');
    expect([browser.status, browser.heading]).toEqual([400, 'We could not read that request']);
    expect((await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId })).id).toBe(before.id);
  });

  it.each(NAMES.filter((name) => !name.includes('\0')).map((name): [string, string] => [JSON.stringify(name).slice(0, 60), name]))(
    '%s',
    async (_, name) => {
      await upload(name);
      expect([browser.status, browser.path]).toEqual([200, way.at('photoFrame')]);
      // the page has no more elements than with a plain name, and no header came of it
      expect(browser.$('*').length).toBe(elements);
      expect(browser.headers['x-injected']).toBeUndefined();
      const attempt = await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
      expect(attempt.fileName).toBe(shownFileName(attempt.fileName));
      expect(attempt.fileName).not.toMatch(/\p{Cc}/u);
      expect([...attempt.fileName].length).toBeLessThanOrEqual(150);
      expect(browser.$('figcaption bdi').text()).toBe(attempt.fileName);
      // the file lies under a name of our own, and the one before is gone
      const files = readdirSync(join(portal.dataDir, 'photos'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
      expect(files.map((one) => one.name)).toEqual([expect.stringMatching(/^[\w-]+$/)]);
      const picture = await browser.raw(
        'GET',
        href('photoPicture', 'en', { person: applicant.personId, attempt: attempt.id, picture: 'grey' }),
      );
      expect([picture.status, picture.headers['content-disposition']]).toEqual([200, 'inline; filename="photo.jpg"']);
    },
  );

  it('the public checker takes them as well, and never says them back', async () => {
    const checks: string[] = [];
    for (const name of NAMES.filter((one) => !one.includes('\0')).slice(0, 6)) {
      const visitor = await portal.visitor().visit(href('photoCheck', 'en'));
      await visitor.attach('photo', { ...photo, name }).press('Check the photo');
      if (visitor.status !== 200 || visitor.html.includes(name)) checks.push(`${JSON.stringify(name)}: ${visitor.status}`);
    }
    expect(checks).toEqual([]);
  });
});
