import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto } from '../support/lanes.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/**
 * S26: edit and replace until submitted: allowed in draft; refused (409 page) afterwards.
 * S27: no need to delete the earlier photo: a new upload replaces the draft; the replaced file is purged.
 */
describe('S26, S27: a photo is edited and replaced until it is submitted', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const aWay = async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    const attempts = () => portal.em().find(PhotoAttempt, { person: applicant.personId });
    const fileOf = ({ storeKey }: PhotoAttempt) => join(portal.dataDir, 'photos', storeKey.slice(0, 2), storeKey.slice(2, 4), storeKey);
    return { way, browser: way.browser, attempts, fileOf };
  };

  it.each(['uploaded', 'checked', 'ready'] as const)('a photo that is %s is replaced by the next: one attempt, one file', async (stage) => {
    const { way, attempts, fileOf } = await aWay();
    await way[stage]();
    const [before] = await attempts();
    await way.uploaded({}, 'second.jpg');
    const [after, ...others] = await attempts();
    expect(others).toEqual([]);
    expect(after).toMatchObject({ number: 1, fileName: 'second.jpg', state: 'draft', findings: null, declaredAt: null });
    expect(existsSync(fileOf(after as PhotoAttempt))).toBe(true);
    expect(existsSync(fileOf(before as PhotoAttempt))).toBe(false);
  });

  it('the very same file begins anew once something was done with the earlier one; a second press of its own does not', async () => {
    const { way, attempts } = await aWay();
    await way.uploaded();
    const [first] = await attempts();
    await way.uploaded();
    expect(await attempts()).toMatchObject([{ id: first?.id }]);
    await way.checked();
    await way.uploaded();
    const [anew, ...others] = await attempts();
    expect([anew?.id === first?.id, anew?.state, others]).toEqual([false, 'draft', []]);
  });

  it('the page says that the earlier one need not be deleted', async () => {
    const { way, browser } = await aWay();
    await way.uploaded();
    await browser.follow('Use another photo');
    expect(browser.text).toContain('You need not delete the earlier one');
  });

  it('a new frame makes earlier findings and boxes void', async () => {
    const { way, browser, attempts } = await aWay();
    await way.ready();
    await browser.visit(way.at('photoFrame'));
    await browser.press('− Smaller frame');
    expect(await attempts()).toMatchObject([{ state: 'framed', findings: null, declaredAt: null }]);
    await browser.visit(way.at('review'));
    expect(browser.buttons()).not.toContain('Submit documents');
    expect(browser.text).toContain('Finish the photo');
  });

  it('looking at the frame of a photo that is ready changes nothing', async () => {
    const { way, browser, attempts } = await aWay();
    await way.ready();
    await browser.visit(way.at('photoFrame'));
    await browser.press('Update preview');
    expect(await attempts()).toMatchObject([{ state: 'ready' }]);
  });

  it.each(['submitted', 'accepted'] as const)('once %s nothing can be changed: a page that says so, with 409', async (state) => {
    const { way, browser, attempts } = await aWay();
    await way.checked();
    const forms = {
      photoFrame: browserForm({ width: '800', left: '0', top: '0', angle: '0' }),
      photoFindings: browserForm({ declaration: 'yes' }),
    };
    await way.ready();
    await browser.fill({ password: way.applicant.password }).press('Submit documents');
    const before = await attempts();
    if (state === 'accepted') await acceptPhoto(portal, await anOfficer(portal), way.applicant.personId);
    for (const page of ['photo', 'photoFrame', 'photoFindings', 'review'] as const) {
      await browser.visit(way.at(page));
      expect([page, browser.status, browser.heading]).toEqual([
        page,
        409,
        state === 'submitted' ? 'The photo is with us' : 'The photo is accepted',
      ]);
    }
    for (const [page, fields] of Object.entries(forms)) {
      await browser.forge(way.at(page as 'photoFrame'), fields);
      expect([page, browser.status]).toEqual([page, 409]);
    }
    const file = await aPhoto({}, 'late.jpg');
    const answer = await upload(browser, way.at('photo'), file.bytes);
    expect(answer).toBe(409);
    expect((await attempts()).map(({ id, storeKey, frame }) => ({ id, storeKey, frame }))).toEqual(
      before.map(({ id, storeKey, frame }) => ({ id, storeKey, frame })),
    );
  });
});

const browserForm = (fields: Record<string, string>): Record<string, string> => fields;

/** The upload form of a window that was open from before. */
async function upload(browser: PhotoWay['browser'], path: string, bytes: Buffer): Promise<number> {
  const boundary = 'a-boundary-of-the-test';
  const part = (head: string, body: Buffer | string) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(body),
    Buffer.from('\r\n'),
  ];
  const body = Buffer.concat([
    ...part('name="source"', 'digital'),
    ...part('name="photo"; filename="late.jpg"', bytes),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  const headers = {
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': `multipart/form-data; boundary=${boundary}`,
    'Content-Length': String(body.length),
  };
  return (await browser.raw('POST', `${path}?csrf=${encodeURIComponent(browser.csrfToken)}`, headers, body)).status;
}
