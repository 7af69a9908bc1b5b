import { DAY, SECOND } from '../../src/clock.js';
import { InvitationFollowUp } from '../../src/invitations/invitation-follow-up.js';
import { remindersDue } from '../../src/invitations/invitation.rules.js';
import { TimedJobs } from '../../src/jobs/timed-jobs.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aCaseToOpen, invite, openCase, press } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Mail, theMail } from '../support/mailbox.js';
import { anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { anInvited, replyTo } from './invited.js';

it.each([
  [7 * DAY - SECOND, 0],
  [7 * DAY, 1],
  [21 * DAY - SECOND, 1],
  [21 * DAY, 2],
])('%d ms after it was sent, an invitation has been recalled %d times', (later, times) => {
  const sent = new Date('2026-11-01T12:00:00Z');
  expect(remindersDue(sent, new Date(sent.getTime() + later))).toBe(times);
});

describe('an invitation that nobody answers', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await aPortal();
  });
  afterEach(() => portal.close());

  /** What the timed jobs of this moment mail. */
  const jobs = async (): Promise<Mail[]> => {
    await portal.get(TimedJobs).runDue();
    return portal.deliverMail();
  };
  const stateOf = async (invitation: string) =>
    (await portal.sql('select state, reminders from invitation where id = $1', [invitation]))[0];

  it.each(['en', 'fr'] as const)('is recalled after 7 and 21 days, and ends after 30 (%s)', async (language) => {
    const invited = await anInvited(portal, { language });
    portal.clock.advance(7 * DAY - SECOND);
    expect(await jobs()).toEqual([]);
    portal.clock.advance(DAY);
    const first = theMail(await jobs(), 'invitation-reminder');
    expect(first).toMatchObject({ to: invited.email, language });
    expect(first.subject).toMatch(language === 'en' ? /^Reminder: / : /^Rappel\u00a0: /);
    expect(first.text.replace(/\s+/g, ' ')).toContain(language === 'en' ? 'December 23, 2026 at 10 am' : '23 décembre 2026 à 10 h');
    expect(first.text).toContain(invited.contactAddress);
    portal.clock.advance(DAY);
    expect(await jobs()).toEqual([]);
    portal.clock.advance(13 * DAY);
    const second = theMail(await jobs(), 'invitation-reminder');
    // every link that was mailed opens the invitation
    for (const link of [href('invitation', language, { token: invited.token }), first.link, second.link])
      expect((await portal.visitor().visit(link)).status).toBe(200);
    expect(await stateOf(invited.invitationId)).toEqual({ state: 'sent', reminders: 2 });
    portal.clock.advance(9 * DAY);
    expect(await jobs()).toEqual([]);
    expect(await stateOf(invited.invitationId)).toEqual({ state: 'expired', reminders: 2 });
    expect((await portal.visitor().visit(second.link)).status).toBe(410);
    const trail = await portal.sql(`select action from audit_event where subject = $1 order by at`, [invited.invitationId]);
    expect(trail.map(({ action }) => action)).toEqual(['invitation.reminded', 'invitation.reminded', 'invitation.expired']);
  });

  it('is recalled once where the portal stood still for longer', async () => {
    const invited = await anInvited(portal);
    portal.clock.advance(22 * DAY);
    expect(await jobs()).toHaveLength(1);
    portal.clock.advance(DAY);
    expect(await jobs()).toEqual([]);
    expect(await stateOf(invited.invitationId)).toEqual({ state: 'sent', reminders: 2 });
  });

  it('is not recalled once it was answered, nor when the file is suspended', async () => {
    const [answered, suspended] = [await anInvited(portal), await anInvited(portal)];
    await replyTo(portal, answered);
    await portal.sql('update confirmation set suspended_at = now() where person_id = $1', [suspended.personId]);
    await portal.deliverMail();
    portal.clock.advance(8 * DAY);
    expect(await jobs()).toEqual([]);
  });

  it('by two processes at once is recalled once', async () => {
    await anInvited(portal);
    portal.clock.advance(8 * DAY);
    const followUp = portal.get(InvitationFollowUp);
    const counts = await Promise.all([followUp.remind(portal.clock.now()), followUp.remind(portal.clock.now())]);
    expect(counts.sort()).toEqual([0, 1]);
    expect(await portal.deliverMail()).toHaveLength(1);
  });

  it('can be sent again by an officer: links of before are dead, and reminders begin anew', async () => {
    const officer = async (): Promise<Visitor> => signIn(portal, await anOfficer(portal));
    let browser = await officer();
    const caseId = await openCase(browser, aCaseToOpen());
    await invite(portal, browser);
    portal.clock.advance(8 * DAY);
    const reminder = theMail(await jobs(), 'invitation-reminder');
    portal.clock.advance(23 * DAY);
    await jobs();
    browser = await officer();
    await browser.visit(href('adminCase', 'en', { case: caseId }));
    expect(browser.text).toMatch(/not answered by /);
    await press(browser, 'sendAgain');
    const again = theMail(await portal.deliverMail(), 'invitation');
    expect((await portal.visitor().visit(again.link)).status).toBe(200);
    expect((await portal.visitor().visit(reminder.link)).status).toBe(404);
    portal.clock.advance(7 * DAY);
    expect(theMail(await jobs(), 'invitation-reminder').payload.token).not.toBe(again.payload.token);
  });
});
