import { Account } from '../../src/accounts/account.entity.js';
import { MINUTE } from '../../src/clock.js';
import { StaffService } from '../../src/staff/staff.service.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer } from '../support/lanes.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

let portal: TestPortal;
let chief: Someone;
let desk: Visitor;
beforeEach(async () => {
  portal = await aPortal();
  chief = await anOfficer(portal, { role: 'supervisor', name: 'Solène Clairval' });
  desk = await signIn(portal, chief);
});
afterEach(() => portal.close());

const account = (who: Someone) => portal.em().findOneOrFail(Account, { id: who.accountId });
const open = (who: Someone) => desk.visit(href('adminStaffMember', 'en', { officer: who.accountId }));
const actions = async (who: Someone) =>
  (await portal.sql<{ action: string }>('select action from audit_event where subject = $1 order by position', [who.accountId])).map(
    ({ action }) => action,
  );
const post = (browser: Visitor, path: string, body = '') =>
  browser.raw(
    'POST',
    path,
    { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' },
    `_csrf=${encodeURIComponent(browser.csrfToken)}&${body}`,
  );

describe('a supervisor', () => {
  it('sees every officer with role, state and last sign-in', async () => {
    const [officer, clerk] = [await anOfficer(portal, { name: 'Maren Oakhurst' }), await anOfficer(portal, { role: 'card_clerk' })];
    await signIn(portal, officer);
    await desk.visit(href('adminStaff', 'en'));
    const row = (name: string) =>
      desk
        .$('tbody tr')
        .filter((_, one) => desk.$(one).text().includes(name))
        .text();
    expect(row('Maren Oakhurst')).toMatch(/Officer: cases.*Open.*2026/s);
    expect(row(clerk.name)).toMatch(/Card clerk.*Open.*Never/s);
  });

  it('invites an officer, who gets username and temporary password by mail; bad input is named', async () => {
    await desk.visit(href('adminStaff', 'en'));
    await desk.press('Invite');
    expect([desk.status, desk.text.includes('Enter the name')]).toEqual([422, true]);
    await desk.fill({ name: 'Bram\u0001Ellery', email: 'bram@office.example' }).press('Invite');
    expect(desk.errors().name).toBe('Use letters and signs that can be shown');
    const given = { name: 'Bram Ellery', email: 'bram.ellery@office.example' };
    await desk.fill(given).choose('role', 'card_clerk').choose('language', 'fr').press('Invite');
    expect(desk.text).toContain('Bram Ellery');
    const [mail] = await portal.deliverMail();
    expect(mail).toMatchObject({ template: 'officer-account', to: given.email, language: 'fr' });
    await desk
      .fill({ ...given, email: 'Bram.Ellery@OFFICE.example' })
      .choose('role', 'officer')
      .choose('language', 'en')
      .press('Invite');
    expect([desk.status, desk.text.includes('An officer has this address already')]).toEqual([422, true]);
    const made = await portal.em().findOneOrFail(Account, { username: String(mail?.payload.username) });
    expect([made.role, made.createdBy]).toEqual(['card_clerk', chief.accountId]);
    // pressed twice at the same moment it is one account: with two, one person could prepare a card and release it
    const twice = () => portal.get(StaffService).invite(asOfficer(chief), 'ines@office.example', 'card_clerk', 'Ines Vale', 'en');
    expect((await Promise.all([twice(), twice()])).sort()).toEqual([false, true]);
  });

  it('suspends with a reason: sessions end at once, nobody signs in, and resuming brings the former state back', async () => {
    const officer = await anOfficer(portal);
    const theirs = await signIn(portal, officer);
    await portal.sql('insert into password_request (id, account_id, asked_at) values (gen_random_uuid(), $1, $2)', [
      officer.accountId,
      portal.clock.now(),
    ]);
    await open(officer);
    await desk.press('Suspend the account');
    expect([desk.status, desk.text.includes('Choose why')]).toEqual([422, true]);
    await desk.choose('reason', 'left').press('Suspend the account');
    expect(desk.text).toContain('Suspended');
    // what the officer had asked for waits for nobody any more
    expect(await portal.sql('select closed_by from password_request where account_id = $1', [officer.accountId])).toEqual([
      { closed_by: chief.accountId },
    ]);
    await theirs.visit(href('adminQueue', 'en'));
    expect(theirs.path).not.toBe(href('adminQueue', 'en'));
    await expect(signIn(portal, officer)).rejects.toThrow();
    await desk.press('Open the account again');
    expect((await account(officer)).state).toBe('active');
    await signIn(portal, officer);
    expect((await actions(officer)).filter((action) => action.startsWith('officer.'))).toEqual(['officer.suspended', 'officer.resumed']);
    const mails = (await portal.deliverMail()).filter(({ template }) => template.startsWith('officer-'));
    expect(mails.map(({ template, to }) => [template, to])).toEqual([
      ['officer-suspended', officer.email],
      ['officer-resumed', officer.email],
    ]);
  });

  it('resets: the password is dead, sessions end, and a mail brings a new temporary one', async () => {
    const officer = await anOfficer(portal);
    const theirs = await signIn(portal, officer);
    await open(officer);
    await desk.press('Reset the account');
    await theirs.visit(href('adminQueue', 'en'));
    expect(theirs.path).not.toBe(href('adminQueue', 'en'));
    await expect(signIn(portal, officer)).rejects.toThrow();
    expect(await portal.sql('select id from second_factor where account_id = $1', [officer.accountId])).toEqual([]);
    const mails = await portal.deliverMail();
    const mail = mails.find(({ template }) => template === 'officer-reset');
    expect(mails.map(({ template }) => template)).toContain('second-factor-removed');
    const again = await signIn(portal, { ...officer, password: String(mail?.payload.password) });
    expect(again.path).toBe(href('firstSignIn', 'en'));
  });

  it('changes a role, which counts at once', async () => {
    const officer = await anOfficer(portal);
    const theirs = await signIn(portal, officer);
    await open(officer);
    await desk.press('Card clerk: prints and mails cards');
    expect((await theirs.visit(href('adminQueue', 'en'))).status).toBe(403);
    expect((await theirs.visit(href('adminCards', 'en'))).status).toBe(200);
    expect((await portal.deliverMail()).map(({ template }) => template)).toEqual(['officer-role-changed']);
    expect((await post(desk, href('adminStaffRole', 'en', { officer: officer.accountId }), 'role=king')).status).toBe(400);
  });

  it.each([
    ['en', 'See and end sessions', 'End this one, begun November 23, 2026 at 10 am, Eastern Time', 'End all', 'No session of this account'],
    ['fr', 'Voir les sessions et y mettre fin', '', 'Mettre fin à toutes', 'Aucune session de ce compte'],
  ] as const)('ends one or all sessions of an officer, and it is recorded (%s)', async (language, see, one, all, none) => {
    const officer = await anOfficer(portal);
    const first = await signIn(portal, officer);
    portal.clock.advance(2 * MINUTE);
    const second = await signIn(portal, officer);
    await desk.visit(href('adminStaffMember', language, { officer: officer.accountId }));
    await desk.follow(see);
    expect(desk.path).toBe(href('adminStaffSessions', language, { officer: officer.accountId }));
    expect(desk.$('tbody tr')).toHaveLength(2);
    if (one) {
      await desk.press(one);
      const home = href('adminQueue', 'en');
      expect([(await first.visit(home)).heading, (await second.visit(home)).path]).toEqual(['Your session has ended', home]);
    }
    await desk.press(all);
    expect(desk.text).toContain(none);
    expect((await second.visit(href('adminQueue', 'en'))).heading).toBe('Your session has ended');
    expect((await actions(officer)).filter((action) => action === 'session.ended')).toHaveLength(one ? 2 : 1);
    expect((await signIn(portal, officer)).path).toBe(href('adminQueue', 'en'));
  });

  it('is led from their own sessions to the page that spares the one in use', async () => {
    const own = { officer: chief.accountId };
    expect((await desk.visit(href('adminStaffSessions', 'en', own))).path).toBe(href('accountSignIns', 'en'));
    const answer = await post(desk, href('adminStaffSessionsEnd', 'en', own));
    expect([answer.status, answer.headers.location]).toEqual([303, href('accountSignIns', 'en')]);
    expect((await desk.visit(href('adminStaff', 'en'))).status).toBe(200);
  });

  it('opens no reported account without a check of who its owner is, by no way', async () => {
    const officer = await anOfficer(portal);
    const theirs = await signIn(portal, officer);
    await theirs.visit(href('accountNotMe', 'en'));
    await theirs.press('Close my account');
    await open(officer);
    expect(desk.text).toContain('Reported');
    expect(desk.text).toContain('once you have checked who its owner is');
    expect(desk.links().map((link) => link.href)).toContain(href('adminAccountRelease', 'en', { account: officer.accountId }));
    for (const [page, body] of [
      ['adminStaffResumption', ''],
      ['adminStaffSuspension', 'reason=left'],
      ['adminStaffReset', ''],
      ['adminStaffRole', 'role=card_clerk'],
    ] as const)
      expect([page, (await post(desk, href(page, 'en', { officer: officer.accountId }), body)).status]).toEqual([page, 409]);
    const { state, suspendedReason } = await account(officer);
    expect([state, suspendedReason]).toEqual(['suspended', 'not_me']);
  });

  it('can’t act on their own account, nor twice', async () => {
    await open(chief);
    expect(desk.$('main button').length).toBe(0);
    for (const page of ['adminStaffSuspension', 'adminStaffReset', 'adminStaffRole', 'adminStaffResumption'] as const) {
      const answer = await post(desk, href(page, 'en', { officer: chief.accountId }), 'reason=left&role=officer');
      expect([page, answer.status, answer.body.toString().includes('your own account')]).toEqual([page, 409, true]);
    }
    const officer = await anOfficer(portal);
    const staff = portal.get(StaffService);
    expect(await staff.suspend(asOfficer(chief), officer.accountId, 'away')).toBeNull();
    expect(await staff.suspend(asOfficer(chief), officer.accountId, 'away')).toBe('suspended');
    expect(await staff.resume(asOfficer(chief), officer.accountId)).toBeNull();
    expect(await staff.resume(asOfficer(chief), officer.accountId)).toBe('notSuspended');
    expect((await account(chief)).state).toBe('active');
  });
});

it('a system keeps an active supervisor, also when two suspend or demote each other at the same moment', async () => {
  const staff = portal.get(StaffService);
  const other = await anOfficer(portal, { role: 'supervisor' });
  const outcomes = await Promise.allSettled([
    staff.suspend(asOfficer(chief), other.accountId, 'other'),
    staff.changeRole(asOfficer(other), chief.accountId, 'officer'),
  ]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const active = await portal.sql(`select id from account where role = 'supervisor' and state = 'active'`);
  expect(active).toHaveLength(1);
});

it('nobody else gets there: officers, clerks and applicants are refused, and an applicant’s account is no officer’s', async () => {
  const applicant = await anApplicant(portal);
  for (const someone of [await anOfficer(portal), await anOfficer(portal, { role: 'card_clerk' }), applicant]) {
    const browser = await signIn(portal, someone);
    expect((await browser.visit(href('adminStaff', 'en'))).status).toBe(403);
    expect((await post(browser, href('adminStaffReset', 'en', { officer: chief.accountId }))).status).toBe(403);
  }
  expect((await open(applicant)).status).toBe(404);
  expect((await post(desk, href('adminStaffReset', 'en', { officer: applicant.accountId }))).status).toBe(404);
});
