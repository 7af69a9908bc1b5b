import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { returnPhoto } from '../support/lanes.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/**
 * S15: a new attempt opens at once; old attempts stay, read-only.
 * S16: the requirements are one page, linked from the return notice and the upload page.
 */
describe('S15, S16: a returned photo is replaced by a new one that meets the requirements', () => {
  let portal: TestPortal;
  let officer: Someone;
  let way: PhotoWay;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.submitted();
    await returnPhoto(portal, officer, applicant.personId);
  });
  afterAll(() => portal.close());

  it('opens a new attempt at once, from the notice', async () => {
    const { browser } = way;
    await browser.visit(way.at('photoReturned'));
    expect(browser.heading).toBe('We returned the photo');
    await browser.follow('Send a new photo');
    expect(browser.text).toContain('second photo');
  });

  it('links to the one page of requirements from the notice and from the upload page', async () => {
    const { browser } = way;
    for (const page of ['photoReturned', 'photo'] as const) {
      await browser.visit(way.at(page));
      expect(browser.links()).toContainEqual({ text: 'Read all photo requirements', href: href('photoRequirements', 'en') });
    }
  });

  it('keeps the old attempt beside the new one, shows it, and lets nothing about it change', async () => {
    const { browser, applicant } = way;
    await way.submitted();
    const [first, second] = await portal.em().find(PhotoAttempt, { person: applicant.personId }, { orderBy: { number: 'asc' } });
    expect([first?.state, second?.state, second?.number]).toEqual(['returned', 'submitted', 2]);
    await returnPhoto(portal, officer, applicant.personId);
    await browser.visit(way.at('photoReturned'));
    expect(browser.textsOf('h2')).toContain('Earlier photos');
    const pictures = browser
      .$('main img')
      .toArray()
      .map((img) => browser.$(img).attr('src') ?? '');
    expect(pictures.some((address) => address.includes(first?.id ?? '?'))).toBe(true);
    for (const address of pictures) expect((await browser.raw('GET', address)).status).toBe(200);
    await browser.visit(way.at('photoFrame')); // there is no draft: what belongs to a returned photo is its notice
    expect(browser.path).toBe(way.at('photoReturned'));
  });

  it('puts the new photo at the front of the officers’ queue', async () => {
    const other = await anApplicant(portal, { stage: 'addressed', facts: { givenNames: 'Wren' } });
    await new PhotoWay(await signIn(portal, other), other).submitted();
    portal.clock.advance(60_000);
    await way.submitted();
    const desk = await signIn(portal, officer);
    await desk.visit(href('adminPhotos', 'en'));
    expect(desk.textsOf('tbody th a')).toEqual([way.applicant.name, other.name]);
  });
});
