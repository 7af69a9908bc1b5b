import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoStore } from '../../src/photos/photo-store.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** S25: grey preview, and one line that says why; the original is kept unaltered. */
describe('S25: the photo is shown in black and white', () => {
  let portal: TestPortal;
  let way: PhotoWay;
  let address: string;
  const stored = () => portal.em().findOneOrFail(PhotoAttempt, { person: way.applicant.personId });
  beforeAll(async () => {
    portal = await aPortal();
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.checked({ orientation: 6 });
    address = way.browser.$('main img').attr('src') ?? '';
  });
  afterAll(() => portal.close());

  it('with one line that says why', () => {
    expect(way.browser.textOf('figcaption')).toBe(
      'The card is printed in black and white, so here is the photo without its colours. The original stays as it is.',
    );
  });

  it('as a new picture of one channel, without anything else of the file', async () => {
    const { body, status, headers } = await way.browser.raw('GET', address);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'image/jpeg', 'no-store']);
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['content-disposition']).toBe('inline; filename="photo.jpg"');
    expect(channelsOf(body)).toBe(1);
    expect(body.includes('Exif')).toBe(false);
  });

  it('keeps the original to the last byte, under a name of our own, for the portal’s user only', async () => {
    const { storeKey, sha256 } = await stored();
    const [original, sent] = [await portal.get(PhotoStore).get(storeKey), await drawPortrait({ orientation: 6 })];
    expect(original.equals(sent)).toBe(true);
    expect(sha256.equals(createHash('sha256').update(original).digest())).toBe(true);
    const onDisk = readFileSync(join(portal.dataDir, 'photos', storeKey.slice(0, 2), storeKey.slice(2, 4), storeKey));
    expect(onDisk.includes(sent.subarray(0, 64))).toBe(false); // sealed there
  });

  it('to nobody else: another applicant gets 404, another site 403, an officer 404 before it is submitted', async () => {
    const other = await signIn(portal, await anApplicant(portal));
    expect((await other.raw('GET', address)).status).toBe(404);
    expect((await portal.visitor().raw('GET', address)).status).toBe(303);
    for (const site of ['cross-site', 'same-site'])
      expect((await way.browser.raw('GET', address, { 'Sec-Fetch-Site': site })).status).toBe(403);
    const desk = await signIn(portal, await anOfficer(portal));
    for (const picture of ['large', 'grey']) {
      expect((await desk.raw('GET', href('adminPhotoPicture', 'en', { attempt: (await stored()).id, picture }))).status).toBe(404);
    }
  });

  it('and never as the file itself, whatever name is asked for', async () => {
    for (const picture of ['original', 'large', 'full', '..%2F..', 'frame.jpg']) {
      expect((await way.browser.raw('GET', address.replace(/\/grey.*/, `/${picture}`))).status).toBe(404);
    }
  });
});

/** The number of components in a JPEG's start of frame. */
function channelsOf(jpeg: Buffer): number | undefined {
  for (let at = 2; at + 9 < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xc2) return jpeg[at + 9];
  }
  return undefined;
}
