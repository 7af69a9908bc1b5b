import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { CHECKS_AT_ONCE } from '../../src/photos/photo.rules.js';
import type { Visitor } from '../../tools/visitor.js';
import { multipart } from '../../tools/visitor-http.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { type Applicant, anApplicant } from '../support/people.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** Uploads that break off, and many at once: nothing is kept of what did not come, and nothing is lost of what was answered. */
describe('uploads', () => {
  let portal: TestPortal;
  let photo: Awaited<ReturnType<typeof aPhoto>>;
  beforeAll(async () => {
    portal = await aPortal();
    photo = await aPhoto();
  });
  afterAll(() => portal.close());

  const files = () =>
    readdirSync(portal.dataDir, { recursive: true, withFileTypes: true }).filter(
      (one) => one.isFile() && one.parentPath.includes('photos'),
    );

  /** Sends a part of an upload over a bare socket, and cuts the line. */
  const cut = async (browser: Visitor, path: string, share: number, address = '10.200.0.1'): Promise<void> => {
    const { body, type } = multipart([
      ['source', 'digital'],
      ['photo', photo],
    ]);
    const { port } = new URL(portal.address);
    const head = [
      `POST ${path}?csrf=${encodeURIComponent(browser.csrfToken)} HTTP/1.1`,
      `Host: localhost:${port}`,
      'Sec-Fetch-Site: same-origin',
      `Cookie: ${browser.cookies.header}`,
      `X-Forwarded-For: ${address}`,
      `Content-Type: ${type}`,
      `Content-Length: ${body.length}`,
    ].join('\r\n');
    const socket = connect(Number(port), 'localhost');
    socket.on('error', () => {});
    await new Promise<void>((sent) =>
      socket.write(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body.subarray(0, body.length * share)]), () => sent()),
    );
    await wait(20);
    socket.destroy();
  };

  it.each([0, 0.001, 0.5, 0.999])('cut off after %d of their bytes leave neither row nor file, signed in or not', async (share) => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const browser = await signIn(portal, applicant);
    const way = new PhotoWay(browser, applicant);
    await browser.visit(way.at('photo'));
    const visitor = await portal.visitor().visit(href('photoCheck', 'en'));
    const [rows, kept] = [await everyRow(portal), files().length];
    await cut(browser, way.at('photo'), share);
    await cut(visitor, href('photoCheck', 'en'), share);
    await wait(300);
    expect(await everyRow(portal)).toEqual(rows);
    expect(files()).toHaveLength(kept);
    expect(await way.uploaded().then(({ heading }) => heading)).toBe('Frame the photo');
  });

  it('cut off one after the other take no place in the public checker from others, even all at once', async () => {
    const visitor = await portal.visitor().visit(href('photoCheck', 'en'));
    await Promise.all(Array.from({ length: CHECKS_AT_ONCE + 4 }, (_, n) => cut(visitor, href('photoCheck', 'en'), 0.5, `10.200.1.${n}`)));
    const check = async (): Promise<number> => {
      const other = await portal.visitor().visit(href('photoCheck', 'en'));
      await other.attach('photo', photo).press('Check the photo');
      return other.status;
    };
    // every place is free again, as many as there are, all at once; the last cuts may be noticed a moment later
    let statuses: number[] = [];
    for (let tries = 0; tries < 5 && !(statuses.length > 0 && statuses.every((status) => status === 200)); tries++) {
      await wait(500);
      statuses = await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, check));
    }
    expect(statuses).toEqual(Array(CHECKS_AT_ONCE).fill(200));
  });

  it('fifty at once of twenty-five people: every one is answered, and every one that was taken is there', async () => {
    const people: { applicant: Applicant; browser: Visitor }[] = [];
    for (let n = 0; n < 25; n++) {
      const applicant = await anApplicant(portal, { stage: 'addressed' });
      people.push({ applicant, browser: await signIn(portal, applicant) });
    }
    const { body, type } = multipart([
      ['source', 'digital'],
      ['photo', photo],
    ]);
    const before = files().length;
    const memory = process.memoryUsage().rss;
    const answers = await Promise.all(
      [...people, ...people].map(async ({ applicant, browser }) => {
        const path = `${href('photo', 'en', { person: applicant.personId })}?csrf=${encodeURIComponent(browser.csrfToken)}`;
        const { status } = await browser.raw('POST', path, { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': type }, body);
        return { status, personId: applicant.personId };
      }),
    );
    expect(answers.filter(({ status }) => status !== 303 && status !== 503)).toEqual([]);
    const taken = new Set(answers.filter(({ status }) => status === 303).map(({ personId }) => personId));
    expect(taken.size).toBeGreaterThan(0);
    const rows = await portal.em().find(PhotoAttempt, { person: { $in: people.map(({ applicant }) => applicant.personId) } });
    // one draft a person, whichever of their two came last, each with its file and no file without its row
    expect(new Set(rows.map(({ person }) => person.id))).toEqual(taken);
    expect(rows).toHaveLength(taken.size);
    expect(files().length - before).toBe(taken.size);
    const stored = files().map((one) => join(one.parentPath, one.name));
    expect(rows.filter(({ storeKey }) => !stored.some((path) => path.endsWith(storeKey.replace(/^.*\//, ''))))).toEqual([]);
    expect((process.memoryUsage().rss - memory) / 1024 ** 2).toBeLessThan(600);
  }, 180_000);
});
