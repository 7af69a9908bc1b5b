import { after, DAY } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer, type Applicant, PASSWORD } from '../support/people.js';
import { addApp } from '../support/second-factor.js';
import { signIn } from '../support/sign-in.js';

const HOME = href('confirmation', 'en');
const OWN = 'eleven grey pebbles in a row';

let portal: TestPortal;
let applicant: Applicant;
let thief: Visitor;
let owner: Visitor;
beforeEach(async () => {
  portal = await aPortal();
  applicant = await anApplicant(portal);
  thief = await signIn(portal, applicant);
  owner = await signIn(portal, applicant);
  await portal.deliverMail();
  await owner.visit(href('accountSignIns', 'en'));
  await owner.follow('This wasn’t me');
});
afterEach(() => portal.close());

const tries = async (password: string): Promise<Visitor> => {
  const browser = await portal.visitor().visit(href('signIn', 'en'));
  return browser.fill({ username: applicant.username, password }).press('Sign in');
};

describe('“This wasn’t me”', () => {
  it('asks first, and says what follows; nothing has happened yet', async () => {
    expect(owner.heading).toBe('Close your account for now?');
    expect((await thief.visit(HOME)).path).toBe(HOME);
    expect(await portal.deliverMail()).toEqual([]);
  });

  it('ends every session, closes the account to the right password too, and mails the owner', async () => {
    await owner.press('Close my account');
    expect([owner.status, owner.path]).toEqual([200, href('accountLocked', 'en')]);
    expect(owner.text).toContain('Write to the address in your invitation message');
    for (const browser of [thief, owner]) expect((await browser.visit(HOME)).path).not.toBe(HOME);
    const refused = await tries(PASSWORD);
    expect([refused.status, refused.heading]).toEqual([422, 'Sign in']);
    const mails = await portal.deliverMail();
    expect(mails.map(({ template, to }) => [template, to])).toEqual([['account-locked', applicant.email]]);
    expect(await portal.sql('select state, suspended_from, suspended_reason from account where id = $1', [applicant.accountId])).toEqual([
      { state: 'suspended', suspended_from: 'active', suspended_reason: 'not_me' },
    ]);
  });

  it('closes mailed links for a new password as well, and gives out no new ones', async () => {
    const forgetful = await portal.visitor().visit(href('passwordReset', 'en'));
    await forgetful.fill({ usernameOrEmail: applicant.username }).press('Email me a link');
    const [mail] = await portal.deliverMail();
    await owner.press('Close my account');
    await forgetful.visit(mail?.link ?? '');
    expect(forgetful.status).toBe(410);
    await forgetful.visit(href('passwordReset', 'en'));
    await forgetful.fill({ usernameOrEmail: applicant.username }).press('Email me a link');
    expect((await portal.deliverMail()).map(({ template }) => template)).toEqual(['account-locked']);
  });

  it('closes a link that was sent to another address: it opens nothing, and nothing once the account is open again', async () => {
    await thief.visit(href('accountEmail', 'en'));
    await thief.fill({ email: 'thief@mail.example', password: PASSWORD }).press('Send me the link');
    const [mail] = await portal.deliverMail();
    await owner.press('Close my account');
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminAccountRelease', 'en', { account: applicant.accountId }));
    await officer.choose('checkedBy', 'telephone').press('Open the account');
    expect((await portal.visitor().visit(mail?.link ?? '')).status).toBe(410);
  });

  it('an officer checks who the person is and opens the account to a new temporary password; the old one is dead', async () => {
    await owner.press('Close my account');
    await portal.deliverMail();
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.follow('Reported accounts');
    expect(officer.text).toContain(applicant.caseNumber);
    await officer.follow(`Check and open the account of ${applicant.name}`);
    await officer.press('Open the account');
    expect([officer.status, Object.values(officer.errors())]).toEqual([422, ['Say how you checked the identity']]);
    await officer.choose('checkedBy', 'telephone').press('Open the account');
    expect(officer.text).toContain('The account is open to a new temporary password.');
    expect(officer.text).toContain('No account is reported.');
    const [mail] = await portal.deliverMail();
    expect([mail?.template, mail?.to]).toEqual(['account-released', applicant.email]);
    expect((await tries(PASSWORD)).status).toBe(422);
    const again = await tries(String(mail?.payload.password));
    expect(again.path).toBe(href('firstSignIn', 'en'));
    await again.fill({ newPassword: OWN }).press('Save my password');
    expect((await tries(OWN)).path).toBe(HOME);
    expect((await tries(PASSWORD)).status).toBe(422);
    const trail = await portal.sql(
      `select actor_kind, action, details->>'checkedBy' as how from audit_event where subject = $1 and action like 'account.%' order by at, id`,
      [applicant.accountId],
    );
    expect(trail).toEqual([
      { actor_kind: 'applicant', action: 'account.reported', how: null },
      { actor_kind: 'officer', action: 'account.released', how: 'telephone' },
    ]);
  });

  it('opens without any second step: whoever was in there may have added theirs', async () => {
    await addApp(portal, applicant.accountId); // the thief's
    await owner.press('Close my account');
    await portal.deliverMail();
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminAccountRelease', 'en', { account: applicant.accountId }));
    expect(officer.text).toContain('every second step is dead');
    await officer.choose('checkedBy', 'video').press('Open the account');
    expect(await portal.sql('select 1 from second_factor where account_id = $1', [applicant.accountId])).toEqual([]);
    const mails = await portal.deliverMail();
    expect(mails.map(({ template }) => template).sort()).toEqual(['account-released', 'second-factor-removed']);
    const again = await tries(String(theMail(mails, 'account-released').payload.password));
    expect(again.path).toBe(href('firstSignIn', 'en'));
    const [removed] = await portal.sql(
      `select details->>'checkedBy' as how from audit_event where subject = $1 and action = 'second_factor.removed'`,
      [applicant.accountId],
    );
    expect(removed).toEqual({ how: 'video' });
  });

  it('is opened with a warning where its address was changed shortly before', async () => {
    await portal.sql(`update account set email_changed_at = $2 where id = $1`, [applicant.accountId, portal.clock.now()]);
    await owner.press('Close my account');
    const officer = await signIn(portal, await anOfficer(portal));
    const page = href('adminAccountRelease', 'en', { account: applicant.accountId });
    expect((await officer.visit(page)).text).toContain('shortly before the report');
    await portal.sql(`update account set email_changed_at = $2 where id = $1`, [applicant.accountId, after(portal.clock.now(), -31 * DAY)]);
    expect((await officer.visit(page)).text).not.toContain('shortly before the report');
  });

  it('lets an officer change the address first: its owner confirms it while the account is closed, and the password goes there', async () => {
    await portal.sql(`update account set email_changed_at = $2 where id = $1`, [applicant.accountId, portal.clock.now()]);
    await owner.press('Close my account');
    await portal.deliverMail();
    const officer = await signIn(portal, await anOfficer(portal));
    const page = href('adminAccountRelease', 'en', { account: applicant.accountId });
    await officer.visit(page);
    expect(officer.text).toContain(`The new temporary password goes to ${applicant.email}`);
    await officer.follow('Another address is needed');
    await officer.choose('check', 'telephone').fill({ email: 'regained@mail.example' }).press('Send the link to the new address');
    const link = theMail(await portal.deliverMail(), 'email-change-link').link ?? '';
    const mailbox = await portal.visitor().visit(link);
    await mailbox.press('Use this address');
    expect((await thief.visit(HOME)).path).not.toBe(HOME);
    await officer.visit(page);
    await officer.choose('checkedBy', 'telephone').press('Open the account');
    expect(theMail(await portal.deliverMail(), 'account-released').to).toBe('regained@mail.example');
    // Back, after it was opened
    expect((await officer.visit(page)).path).toBe(href('adminReportedAccounts', 'en'));
  });

  it('forgets every browser, and tells of the next one: whoever was in the account has a new one to its owner', async () => {
    await owner.press('Close my account');
    expect(await portal.sql('select 1 from known_device where account_id = $1', [applicant.accountId])).toEqual([]);
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminAccountRelease', 'en', { account: applicant.accountId }));
    await officer.choose('checkedBy', 'video').press('Open the account');
    const again = await tries(String(theMail(await portal.deliverMail(), 'account-released').payload.password));
    await again.fill({ newPassword: OWN }).press('Save my password');
    await portal.deliverMail();
    await thief.visit(href('signIn', 'en'));
    await thief.fill({ username: applicant.username, password: OWN }).press('Sign in');
    expect((await portal.deliverMail()).map(({ template }) => template)).toContain('new-device');
  });

  it('is opened once: a second press finds it open, and sends nothing', async () => {
    await owner.press('Close my account');
    const officer = await signIn(portal, await anOfficer(portal));
    const page = href('adminAccountRelease', 'en', { account: applicant.accountId });
    const other = await signIn(portal, await anOfficer(portal));
    for (const browser of [officer, other]) await browser.visit(page);
    for (const browser of [officer, other]) await browser.choose('checkedBy', 'in_person').press('Open the account');
    expect([officer.status, other.status]).toEqual([200, 409]);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'account-released')).toHaveLength(1);
  });

  it('opens no account that a supervisor closed: that is another page’s', async () => {
    const closed = await anOfficer(portal);
    await portal.sql(`update account set state = 'suspended', suspended_at = created_at, suspended_reason = 'officer' where id = $1`, [
      closed.accountId,
    ]);
    const browser = await signIn(portal, await anOfficer(portal, { role: 'supervisor' }));
    await browser.visit(href('adminQueue', 'en'));
    await browser.forge(href('adminAccountRelease', 'en', { account: closed.accountId }), { checkedBy: 'video' });
    expect(browser.status).toBe(409);
    expect(await portal.sql('select state from account where id = $1', [closed.accountId])).toEqual([{ state: 'suspended' }]);
  });

  it('of an officer is opened by a supervisor only', async () => {
    const reported = await anOfficer(portal);
    const own = await signIn(portal, reported);
    await own.visit(href('accountNotMe', 'en'));
    await own.press('Close my account');
    const page = href('adminAccountRelease', 'en', { account: reported.accountId });
    const colleague = await signIn(portal, await anOfficer(portal));
    await colleague.visit(href('adminReportedAccounts', 'en'));
    expect(colleague.text).toContain('No account is reported.');
    expect((await colleague.visit(page)).status).toBe(404);
    await colleague.visit(href('adminQueue', 'en'));
    expect((await colleague.forge(page, { checkedBy: 'in_person' })).status).toBe(403);
    const supervisor = await signIn(portal, await anOfficer(portal, { role: 'supervisor' }));
    // behind the last of a page the next one begins
    const list = href('adminReportedAccounts', 'en');
    const after = `${portal.clock.now().getTime()}_${reported.accountId}`;
    expect((await supervisor.visit(list)).$('tbody tr')).toHaveLength(1);
    expect((await supervisor.visit(`${list}?after=${after}`)).$('tbody tr')).toHaveLength(0);
    await supervisor.visit(page);
    await supervisor.choose('checkedBy', 'in_person').press('Open the account');
    expect(supervisor.status).toBe(200);
    const mail = theMail(await portal.deliverMail(), 'account-released', reported.email);
    const again = await signIn(portal, { ...reported, password: String(mail.payload.password) });
    await again.fill({ newPassword: OWN }).press('Save my password');
    expect((await signIn(portal, { ...reported, password: OWN })).path).toBe(href('factorApp', 'en')); // a new one before anything else
  });
});
