import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { TransitionRefused } from '../../src/confirmation/transition.js';
import { href } from '../../src/language/routes.js';
import { MAX_FILE_BYTES } from '../../src/photos/photo.rules.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoPictures } from '../../src/photos/photo-pictures.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, type Applicant } from '../support/people.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

const BOUNDARY = 'a-boundary-of-the-test';

describe('uploads that no page of ours sends', () => {
  let portal: TestPortal;
  let applicant: Applicant;
  let browser: Visitor;
  let photo: Buffer;
  beforeAll(async () => {
    portal = await aPortal();
    applicant = await anApplicant(portal, { stage: 'addressed' });
    browser = await signIn(portal, applicant);
    photo = Buffer.from((await aPhoto()).bytes);
  });
  afterAll(() => portal.close());

  const part = (head: string, body: Buffer | string) => [
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(body),
    Buffer.from('\r\n'),
  ];
  const send = async (parts: Buffer[], given: { person?: string; token?: string; headers?: Record<string, string> } = {}) => {
    const body = Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
    const headers = {
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
      'Content-Length': String(body.length),
    };
    const path = href('photo', 'en', { person: given.person ?? applicant.personId });
    const token = given.token ?? browser.csrfToken;
    const answer = await browser.raw('POST', `${path}?csrf=${encodeURIComponent(token)}`, { ...headers, ...given.headers }, body);
    return { status: answer.status, page: answer.body.toString() };
  };
  const source = part('name="source"', 'digital');
  const kept = () => portal.em().count(PhotoAttempt);

  it.each([
    [
      'a second file',
      () => [...source, ...part('name="photo"; filename="a.jpg"', photo), ...part('name="photo"; filename="b.jpg"', photo)],
    ],
    ['a file under another name', () => [...source, ...part('name="evil"; filename="a.jpg"', photo)]],
    ['many fields', () => Array.from({ length: 20 }, (_, n) => part(`name="f${n}"`, 'x')).flat()],
    ['a field of a megabyte', () => part('name="source"', 'x'.repeat(1_000_000))],
    ['a part without a name', () => part('filename="a.jpg"', photo)],
    [
      'a field that would be a list of four thousand million',
      () => [...part('name="source[4294967294]"', 'digital'), ...part('name="photo"; filename="a.jpg"', photo)],
    ],
  ])('%s: a page with 400 or 422, and nothing kept', async (_what, parts) => {
    const { status, page } = await send(parts());
    expect([400, 422]).toContain(status);
    expect(page).toContain('<h1>');
    expect(await kept()).toBe(0);
  });

  it('one that ends in the middle: 400, and nothing kept', async () => {
    const body = Buffer.concat([...source, ...part('name="photo"; filename="a.jpg"', photo)]);
    const headers = {
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
      'Content-Length': String(body.length),
    };
    const answer = await browser.raw(
      'POST',
      `${href('photo', 'en', { person: applicant.personId })}?csrf=${browser.csrfToken}`,
      headers,
      body,
    );
    expect([answer.status, await kept()]).toEqual([400, 0]);
  });

  it('without the token, or from another site: 403', async () => {
    const parts = [...source, ...part('name="photo"; filename="a.jpg"', photo)];
    expect((await send(parts, { token: 'no' })).status).toBe(403);
    expect((await send(parts, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status).toBe(403);
    expect(await kept()).toBe(0);
  });

  it('for a person they do not act for: 404', async () => {
    const other = await anApplicant(portal, { stage: 'addressed' });
    expect((await send([...source, ...part('name="photo"; filename="a.jpg"', photo)], { person: other.personId })).status).toBe(404);
    expect(await kept()).toBe(0);
  });

  it('a name with line breaks and without end is shown short, as text', async () => {
    const way = new PhotoWay(browser, applicant);
    await way.uploaded({}, `<b>${'é'.repeat(300)}.jpg`);
    const [attempt] = await portal.em().find(PhotoAttempt, {});
    expect([...(attempt?.fileName ?? '')]).toHaveLength(150);
    expect(browser.$('main figcaption b').length).toBe(0);
  });

  it('two at once leave one draft and one file of it', async () => {
    const parts = [...source, ...part('name="photo"; filename="a.jpg"', photo)];
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(parts)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await kept()).toBe(1);
    const files = readdirSync(join(portal.dataDir, 'photos'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const [attempt] = await portal.em().find(PhotoAttempt, {});
    expect(files.map(({ name }) => name)).toEqual([attempt?.storeKey]);
  });

  it('a photo that was replaced while its page was open is refused like an old page; a lost file is a fault', async () => {
    const way = new PhotoWay(browser, applicant);
    await way.uploaded();
    const before = await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
    await way.uploaded({}, 'another.jpg');
    await expect(portal.get(PhotoPictures).draw(before, 'frame')).rejects.toThrow(TransitionRefused);
    const now = await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
    const lost = { id: now.id, frame: now.frame, storeKey: before.storeKey };
    await expect(portal.get(PhotoPictures).draw(lost, 'frame')).rejects.toThrow('there is no photo of this key');
  });

  it('one that does not say how long it is passes when it is small, and gets 413 with a page when it is large', async () => {
    for (const [bytes, status] of [
      [photo, 303],
      [Buffer.alloc(MAX_FILE_BYTES + 1_000_000), 413],
    ] as const) {
      const applicant = await anApplicant(portal, { stage: 'addressed' });
      const browser = await signIn(portal, applicant);
      const path = `${href('photo', 'en', { person: applicant.personId })}?csrf=${encodeURIComponent(browser.csrfToken)}`;
      const body = Buffer.concat([...source, ...part('name="photo"; filename="a.jpg"', bytes), Buffer.from(`--${BOUNDARY}--\r\n`)]);
      const answer = await inPieces(new URL(path, portal.address), browser.cookies.header, body);
      expect(answer.status).toBe(status);
      if (status === 413) expect(answer.page).toContain('<h1>');
    }
  });
});

/** Sends a body without saying how long it is: in chunks. */
function inPieces(url: URL, cookie: string, body: Buffer): Promise<{ status: number; page: string }> {
  const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false, headers }, (response) => {
      let page = '';
      response.on('data', (part) => (page += String(part))).once('end', () => resolve({ status: response.statusCode ?? 0, page }));
    });
    sent.once('error', reject);
    for (let at = 0; at < body.length; at += 65_536) sent.write(body.subarray(at, at + 65_536));
    sent.end();
  });
}
