import { EVEN_ANSWER_MILLISECONDS, evenMomentAfter } from '../../src/accounts/even-answer.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';

/** TRUST.md 14. The attack run compares the times themselves; here is why they are alike: nobody is refused before the same moment. */
describe('a refused sign-in', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each(['there', 'nowhere', 'with a temporary password'])('never comes sooner for an account that is %s', async (which) => {
    const stage = which === 'there' ? 'active' : 'temporary';
    const username = which === 'nowhere' ? 'PR-0000-0000' : (await anApplicant(portal, { stage })).username;
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    browser.fill({ username, password: 'not the password of anybody' });
    const begun = performance.now();
    await browser.press('Sign in');
    expect(browser.status).toBe(422);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(EVEN_ANSWER_MILLISECONDS - 1); // timers may fire a fraction early
  });
});

it.each([
  [13, 150],
  [99, 150],
  [101, 300], // too near: writing the refusal down would show
  [149, 300],
  [700, 750],
])('a hash that ended after %d ms, however long it waited for others, is answered after %d', (hashed, answered) => {
  expect(evenMomentAfter(hashed)).toBe(answered);
});
