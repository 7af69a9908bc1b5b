import { href } from '../../src/language/routes.js';
import { LIMITS, RequestLimits } from '../../src/security/request-limits.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** TRUST.md 2, row 7: uploads are counted for an account, in all processes together. */
describe('photos sent from one account', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('so many an hour, then a page that says how long to wait; others go on', async () => {
    const { points } = LIMITS.uploadsPerAccount;
    const [person, other] = [await anApplicant(portal, { stage: 'addressed' }), await anApplicant(portal, { stage: 'addressed' })];
    for (let photo = 0; photo < points - 1; photo++) await portal.get(RequestLimits).consume('uploadsPerAccount', person.accountId);
    const browser = await (await signIn(portal, person)).visit(href('photo', 'en', { person: person.personId }));
    await browser.press('Upload photo');
    expect(browser.status).toBe(422); // the last one: no file was chosen
    await browser.press('Upload photo');
    expect(browser.status).toBe(429);
    expect(browser.text).toMatch(/Try again in one hour|Try again in \d+ minutes/);
    const another = await (await signIn(portal, other)).visit(href('photo', 'en', { person: other.personId }));
    await another.press('Upload photo');
    expect(another.status).toBe(422);
  });
});
