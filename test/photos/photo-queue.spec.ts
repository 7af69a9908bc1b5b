import { DAY, MINUTE } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { PhotoQueue } from '../../src/photos/review/photo-queue.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, aSentPhoto } from '../support/lanes.js';
import { anApplicant, anOfficer, type Applicant } from '../support/people.js';

/** PORTAL.md 5: an honest queue. Which day's photos are being looked at now, for anybody who reads the start page (S11). */
describe('the public queue of photos', () => {
  let portal: TestPortal;
  let first: Applicant;
  beforeAll(async () => {
    portal = await aPortal();
    first = await anApplicant(portal, { stage: 'addressed' });
  });
  afterAll(() => portal.close());

  const said = async (language: 'en' | 'fr' = 'en'): Promise<string> => {
    const browser = await portal.visitor({ language }).visit(href('start', language));
    return browser.$('section[aria-labelledby=how] > p').text();
  };

  it('says calmly that nothing waits', async () => {
    expect(await said()).toBe('No photo is waiting to be looked at now.');
    expect(await said('fr')).toBe('Aucune photo n’attend d’être regardée en ce moment.');
  });

  it('names the day of the oldest photo that waits, once in a while and not at each visit', async () => {
    await aSentPhoto(portal, first.personId);
    expect(await said()).toBe('No photo is waiting to be looked at now.');
    portal.clock.advance(2 * DAY);
    await aSentPhoto(portal, (await anApplicant(portal, { stage: 'addressed' })).personId);
    expect(await said()).toBe('Photos sent on November\u00a023, 2026 are being looked at now.');
    expect(await said('fr')).toBe('Nous regardons en ce moment les photos envoyées le 23\u00a0novembre\u00a02026.');
  });

  it('passes over the photo of a suspended file, which waits for something else', async () => {
    await portal.sql('update confirmation set suspended_at = now() where person_id = $1', [first.personId]);
    portal.clock.advance(6 * MINUTE);
    expect(await said()).toBe('Photos sent on November\u00a025, 2026 are being looked at now.');
    await portal.sql('update confirmation set suspended_at = null where person_id = $1', [first.personId]);
  });

  it('goes on once the oldest is decided on', async () => {
    await acceptPhoto(portal, await anOfficer(portal), first.personId);
    portal.clock.advance(6 * MINUTE);
    expect(await said()).toBe('Photos sent on November\u00a025, 2026 are being looked at now.');
  });

  it('is asked for by one statement, however many read at once, and a page stands without it', async () => {
    portal.clock.advance(6 * MINUTE);
    const queue = portal.get(PhotoQueue);
    const asked = jest.spyOn(queue, 'oldestWaiting');
    await Promise.all(Array.from({ length: 20 }, () => queue.toldToAll()));
    expect(asked).toHaveBeenCalledTimes(1);
    portal.clock.advance(6 * MINUTE);
    asked.mockRejectedValue(new Error('the database does not answer'));
    expect(await said()).toBe('');
    asked.mockRestore();
  });
});
