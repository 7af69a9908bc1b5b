import { DAY, HOUR } from '../../src/clock.js';
import { TimedJobs } from '../../src/jobs/timed-jobs.js';
import { href } from '../../src/language/routes.js';
import { reminderAfter } from '../../src/residence/residence.rules.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 4: reminders 60 and 14 days before the 180 days are over. */
describe('before the 180 days after the confirmation are over', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeEach(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterEach(() => portal.close());

  async function aResident({ complete = false, downloaded = false } = {}): Promise<Applicant> {
    const applicant = await anApplicant(portal, { stage: complete ? 'addressed' : 'declared' });
    await verifyPresence(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    if (complete) {
      await aSentPhoto(portal, applicant.personId);
      await acceptPhoto(portal, officer, applicant.personId);
    }
    if (downloaded) {
      const [row] = await portal.sql<{ number: string }>('select number from residence_record where person_id = $1', [applicant.personId]);
      const browser = await signIn(portal, applicant);
      await browser.visit(href('ecoprDocument', 'en', { person: applicant.personId, number: row?.number ?? '' }));
      expect(browser.status).toBe(200);
    }
    return applicant;
  }

  /** The days on which reminders are due, those around them, and some between: each day of 200 would take a minute and tell no more. */
  const DAYS = [1, 30, 60, 90, 118, 119, 120, 121, 122, 140, 164, 165, 166, 167, 168, 179, 180, 181, 200];

  /** What is mailed until each of these days, counted from now, of these subjects. */
  async function mailedOn(days: readonly number[]): Promise<Record<number, string[]>> {
    const mailed: Record<number, string[]> = {};
    const from = portal.clock.now().getTime();
    await portal.deliverMail();
    for (const day of days) {
      portal.clock.advance(from + day * DAY - portal.clock.now().getTime());
      await portal.get(TimedJobs).runDue();
      const mails = (await portal.deliverMail()).map(({ subject }) => subject.split(' / ')[0] ?? '');
      const ours = mails.filter((subject) => /card still needs|waits to be downloaded/.test(subject));
      if (ours.length > 0) mailed[day] = ours.sort();
    }
    return mailed;
  }
  const [CARD, RECORD] = ['Your card still needs something from you', 'Your confirmation waits to be downloaded'];

  it('tells twice what is missing for the card, and that the record was not downloaded', async () => {
    await aResident();
    expect(await mailedOn(DAYS)).toEqual({ 120: [CARD, RECORD], 166: [CARD, RECORD] });
  });

  it('tells nobody who has done both', async () => {
    await aResident({ complete: true, downloaded: true });
    expect(await mailedOn(DAYS)).toEqual({});
  });

  it('tells only what is open', async () => {
    await aResident({ downloaded: true });
    expect(await mailedOn(DAYS)).toEqual({ 120: [CARD], 166: [CARD] });
  });

  it('tells nobody whose file is suspended', async () => {
    const { personId } = await aResident();
    await portal.sql('update confirmation set suspended_at = now() where person_id = $1', [personId]);
    expect(await mailedOn(DAYS)).toEqual({});
  });

  it('after a pause of the portal one mail stands for both, and none comes after the end', async () => {
    await aResident();
    portal.clock.advance(170 * DAY);
    expect(await mailedOn([1])).toEqual({ 1: [CARD, RECORD] });
    expect(await mailedOn([1, 2, 9, 10, 11, 30])).toEqual({});
    await aResident();
    portal.clock.advance(185 * DAY);
    expect(await mailedOn([1, 2, 3])).toEqual({});
  });

  it('is due at the very hour, and not before', () => {
    const issued = new Date('2026-11-28T15:00:00Z');
    const first = reminderAfter(issued, issued);
    expect(first?.toISOString()).toBe('2027-03-28T15:00:00.000Z');
    expect(reminderAfter(issued, new Date(Number(first) - HOUR))).toEqual(first);
    expect(reminderAfter(issued, first ?? issued)?.toISOString()).toBe('2027-05-13T15:00:00.000Z');
    expect(reminderAfter(issued, new Date('2027-05-13T15:00:00Z'))).toBeNull();
  });
});
