import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

describe('the list of requests for a temporary password', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('opens again where the person has made a password of their own since the answer', async () => {
    const applicant = await anApplicant(portal, { stage: 'temporary' });
    const request = crypto.randomUUID();
    const values = [request, applicant.accountId, portal.clock.now()];
    await portal.sql('insert into password_request (id, account_id, asked_at) values ($1, $2, $3)', values);
    const browser = await signIn(portal, await anOfficer(portal));
    await browser.visit(href('adminPasswordRequests', 'en'));
    await browser.forge(href('adminReissue', 'en', { request }));
    const answered = browser.path;
    expect([browser.status, answered]).toEqual([200, expect.stringContaining(request)]);
    await portal.sql(
      `update account set state = 'active', password_hash = temporary_password_hash, temporary_password_hash = null, temporary_password_ends_at = null where id = $1`,
      [applicant.accountId],
    );
    expect((await browser.visit(answered)).status).toBe(200);
  });

  it('is read to its end, twenty-five at a time, and says how many ask only where it shows them all', async () => {
    const { accountId } = await anApplicant(portal, { stage: 'temporary' });
    await portal.sql(
      `insert into password_request (id, account_id, asked_at) select gen_random_uuid(), $1, $2::timestamptz + n * interval '1 second' from generate_series(1, 26) n`,
      [accountId, portal.clock.now()],
    );
    const browser = await signIn(portal, await anOfficer(portal));
    await browser.visit(href('adminPasswordRequests', 'en'));
    expect([browser.lead, browser.$('tbody tr').length]).toEqual(['More than 25 people ask for a new temporary password.', 25]);
    await browser.follow('Show the next ones');
    expect([browser.lead, browser.$('tbody tr').length]).toEqual(['These people asked after those on the page before.', 1]);
    await browser.follow('Back to the beginning');
    expect(browser.path).toBe(href('adminPasswordRequests', 'en'));
  });
});
