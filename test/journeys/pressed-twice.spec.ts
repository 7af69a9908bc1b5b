import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { MINUTE, SECOND } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { href } from '../../src/language/routes.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { aPhoto, CREAM, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/** Some press every button twice: both requests arrive, the second while the first is answered or after. What was done once is told once. */
describe('a form that is sent twice', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const at = async (stage: 'declared' | 'addressed') => {
    const applicant = await anApplicant(portal, { stage });
    return { applicant, browser: await signIn(portal, applicant) };
  };
  const twice = async (browser: Visitor, words: string): Promise<void> => {
    await Promise.all([browser.press(words), browser.press(words)]);
    expect(browser.status).toBe(200);
  };
  const told = async (caseId: string): Promise<string[]> =>
    (await portal.em().find(AuditEvent, { caseFile: caseId }, { orderBy: { at: 'asc', id: 'asc' } })).map(({ action }) => action);

  it('gives each address once', async () => {
    const { applicant, browser } = await at('declared');
    const before = await told(applicant.caseId);
    await browser.visit(href('homeAddress', 'en', { person: applicant.personId }));
    browser.fill({ street: '27 Tamarack Lane', city: 'Moncton', province: 'NB', postalCode: 'E1C 4Z9' });
    await twice(browser, 'Save and continue');
    await twice(browser.choose('to', 'home'), 'Save and continue');
    expect((await told(applicant.caseId)).slice(before.length)).toEqual(['address.home_given', 'address.mailing_given']);
    const given = async () => (await portal.em().findOneOrFail(Confirmation, { person: applicant.personId })).addressGivenAt;
    const first = await given();
    portal.clock.advance(MINUTE);
    await browser.visit(href('homeAddress', 'en', { person: applicant.personId }));
    await browser.press('Save and continue');
    expect(await given()).toEqual(first);
    await browser.visit(href('homeAddress', 'en', { person: applicant.personId }));
    await browser.fill({ street: '29 Tamarack Lane' }).press('Save and continue');
    expect((await told(applicant.caseId)).at(-1)).toBe('address.home_given');
  });

  it('sends one photo, checks and declares it once; what was read stays what is declared', async () => {
    const { applicant, browser } = await at('addressed');
    const before = await told(applicant.caseId);
    const way = new PhotoWay(browser, applicant);
    await browser.visit(way.at('photo'));
    browser.choose('source', 'digital').attach('photo', await aPhoto({ background: CREAM }));
    await twice(browser, 'Upload photo');
    const { id } = await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
    await twice(browser, 'Apply and check');
    const { checkedAt } = await portal.em().findOneOrFail(PhotoAttempt, { id });
    portal.clock.advance(SECOND);
    await browser.visit(way.at('photoFrame'));
    await browser.press('Apply and check');
    browser.tick('declaration').tick('acknowledgement');
    await twice(browser, 'Next');
    expect((await told(applicant.caseId)).slice(before.length)).toEqual(['photo.uploaded', 'photo.checked', 'photo.declared']);
    expect(await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId })).toMatchObject({ id, checkedAt, state: 'ready' });
    portal.clock.advance(MINUTE);
    await browser.visit(way.at('photoFrame'));
    await browser.press('Apply and check'); // later it is no second press: the checks may have changed
    expect((await told(applicant.caseId)).at(-1)).toBe('photo.checked');
  });
});
