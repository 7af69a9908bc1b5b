import { DAY, SECOND } from '../../src/clock.js';
import { TimedJobs } from '../../src/jobs/timed-jobs.js';
import { href } from '../../src/language/routes.js';
import { press } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Mail, theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer, PASSWORD } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 4: a temporary password that ends is told of 7 days and 1 day before. */
describe('a temporary password that nobody uses', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await aPortal();
  });
  afterEach(() => portal.close());

  const EXPIRING = 'temporary-password-expiring';
  /** What the timed jobs of this moment say of passwords. */
  const jobs = async (): Promise<Mail[]> => {
    await portal.get(TimedJobs).runDue();
    return (await portal.deliverMail()).filter(({ template }) => template === EXPIRING);
  };

  it.each(['en', 'fr'] as const)('is told of 7 days and 1 day before its end, and then no more (%s)', async (language) => {
    const { email, username, password } = await anApplicant(portal, { stage: 'temporary', language });
    portal.clock.advance(23 * DAY - SECOND);
    expect(await jobs()).toEqual([]);
    portal.clock.advance(DAY);
    const first = theMail(await jobs(), EXPIRING);
    expect(first).toMatchObject({ to: email, language, link: href('signIn', language) });
    expect(first.text.replace(/\s+/g, ' ')).toContain(language === 'en' ? 'December 23, 2026 at 10 am' : '23 décembre 2026 à 10 h');
    for (const secret of [username, password, 'Quillfeather']) expect(first.text).not.toContain(secret);
    for (let day = 0; day < 4; day++) {
      portal.clock.advance(DAY);
      expect(await jobs()).toEqual([]);
    }
    portal.clock.advance(DAY);
    expect(await jobs()).toEqual([]);
    portal.clock.advance(SECOND);
    expect(await jobs()).toEqual([]); // a job runs once an hour
    portal.clock.advance(DAY / 24);
    expect(await jobs()).toHaveLength(1);
    portal.clock.advance(DAY / 2);
    expect(await jobs()).toEqual([]);
    portal.clock.advance(DAY);
    expect(await jobs()).toEqual([]);
  });

  it('is told of once where the portal was away for days', async () => {
    await anApplicant(portal, { stage: 'temporary' });
    portal.clock.advance(29 * DAY + DAY / 2);
    expect(await jobs()).toHaveLength(1);
    portal.clock.advance(DAY / 4);
    expect(await jobs()).toEqual([]);
  });

  it('is not told of once it was used, replaced, or another one was asked for', async () => {
    const [used, replaced, asked] = [
      await anApplicant(portal, { stage: 'temporary' }),
      await anApplicant(portal, { stage: 'temporary' }),
      await anApplicant(portal, { stage: 'temporary' }),
    ];
    const browser = await signIn(portal, used);
    await browser.fill({ newPassword: PASSWORD }).press('Save my password');
    portal.clock.advance(22 * DAY);
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminCase', 'en', { case: replaced.caseId }));
    await press(officer, 'reissue');
    await portal.sql('insert into password_request (id, account_id, asked_at) values (uuidv7(), $1, $2)', [
      asked.accountId,
      portal.clock.now(),
    ]);
    await portal.deliverMail();
    portal.clock.advance(3 * DAY);
    expect(await jobs()).toEqual([]);
    portal.clock.advance(20 * DAY + SECOND); // 7 days before the end of the new one
    expect((await jobs()).map(({ to }) => to)).toEqual([replaced.email]);
  });

  it('is not told of while the file is suspended', async () => {
    const { personId } = await anApplicant(portal, { stage: 'temporary' });
    await portal.sql('update confirmation set suspended_at = $2 where person_id = $1', [personId, portal.clock.now()]);
    portal.clock.advance(24 * DAY);
    expect(await jobs()).toEqual([]);
  });
});
