import { Account } from '../../src/accounts/account.entity.js';
import { after as later, DAY, SECOND } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { Representations } from '../../src/representatives/representations.service.js';
import { LegalHolds } from '../../src/retention/legal-holds.service.js';
import { Retention } from '../../src/retention/retention.service.js';
import { UNUSED_ACCOUNT_KEEP, UNUSED_ACCOUNTS } from '../../src/retention/unused-accounts.js';
import { StaffService } from '../../src/staff/staff.service.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { asOfficer } from '../support/lanes.js';
import { anApplicant, anOfficer, aRepresentativeOf, type Applicant, type Someone } from '../support/people.js';
import { aForm } from '../support/representatives.js';
import { signIn } from '../support/sign-in.js';

/** TRUST.md 22. */
describe('the account of an officer who left', () => {
  let portal: TestPortal;
  let [chief, left, away, reported]: Someone[] = [];
  let end: Date;
  beforeAll(async () => {
    portal = await aPortal({ clock: new TestClock('2020-03-02T15:00:00.000Z') });
    chief = await anOfficer(portal, { role: 'supervisor' });
    left = await anOfficer(portal, { name: 'Ilse Brandvold', email: 'ilse.brandvold@office.example' });
    [away, reported] = [await anOfficer(portal), await anOfficer(portal)];
    const applicant = await anApplicant(portal);
    await (await signIn(portal, left)).visit(href('adminCase', 'en', { case: applicant.caseId })); // of which the trail tells
    const own = await signIn(portal, reported);
    await own.visit(href('accountNotMe', 'en'));
    await own.press('Close my account');
    await portal.get(StaffService).suspend(asOfficer(chief), left.accountId, 'left');
    end = later(portal.clock.now(), UNUSED_ACCOUNT_KEEP);
    portal.clock.advance(SECOND);
    await portal.get(StaffService).suspend(asOfficer(chief), away.accountId, 'away');
    await portal.deliverMail();
  });
  afterAll(() => portal.close());

  const rows = (lines: { name: string; rows: number }[]) => lines.find(({ name }) => name === UNUSED_ACCOUNTS.officer.name)?.rows;
  const account = ({ accountId }: Someone) => portal.em().findOneOrFail(Account, { id: accountId });

  it('stays to the last second of two years, and the dry run tells of it then, and changes nothing', async () => {
    expect(rows(await portal.get(Retention).plan(later(end, -1)))).toBe(0);
    expect(rows(await portal.get(Retention).apply(later(end, -1)))).toBe(0);
    expect(rows(await portal.get(Retention).plan(end))).toBe(1);
    expect((await account(left!)).email).toBe(left!.email);
  });

  it('is emptied then: nothing to sign in with or to write to is left, name and role stay; nobody else’s is touched', async () => {
    portal.clock.moveTo(end);
    expect(rows(await portal.get(Retention).apply(end))).toBe(1);
    const gone = await account(left!);
    expect(gone).toMatchObject({ displayName: 'Ilse Brandvold', role: 'officer', state: 'suspended', passwordHash: null, emptiedAt: end });
    expect(gone.email).not.toContain('brandvold');
    expect(await portal.sql('select 1 from second_factor where account_id = $1', [left!.accountId])).toEqual([]);
    for (const other of [chief!, away!, reported!]) expect((await account(other)).email).toBe(other.email);
    const events = await portal.sql(`select actor_kind from audit_event where action = 'officer.emptied' and subject = $1`, [
      left!.accountId,
    ]);
    expect(events).toEqual([{ actor_kind: 'system' }]);
    expect(await portal.deliverMail()).toEqual([]);
    expect(rows(await portal.get(Retention).apply(end))).toBe(0);
  });

  it('is still named where it acted, and never opened again; the person can be invited anew', async () => {
    const desk = await signIn(portal, chief!);
    const [seen] = await portal.sql<{ case_file: string }>(
      `select case_file from audit_event where actor_account = $1 and case_file is not null`,
      [left!.accountId],
    );
    await desk.visit(href('adminCaseHistory', 'en', { case: seen?.case_file ?? '' }));
    expect(desk.text).toContain('Ilse Brandvold');
    for (const [language, words] of [
      ['en', 'Invite the person anew'],
      ['fr', 'Envoyez-lui une nouvelle invitation'],
    ] as const) {
      await desk.visit(href('adminStaffMember', language, { officer: left!.accountId }));
      expect([desk.text.includes(words), desk.$('main form').length]).toEqual([true, 0]);
    }
    const staff = portal.get(StaffService);
    for (const act of ['resume', 'reset'] as const) expect(await staff[act](asOfficer(chief!), left!.accountId)).toBe('emptied');
    await desk.visit(href('adminStaff', 'en'));
    expect(desk.text).toContain('Ended for good');
    await desk.fill({ name: left!.name, email: left!.email }).choose('role', 'officer').choose('language', 'en').press('Invite');
    expect(desk.status).toBe(200);
    expect((await portal.deliverMail()).map(({ to }) => to)).toContain(left!.email);
  });

  it('is emptied in the database only once it is closed', async () => {
    await expect(portal.sql('update account set emptied_at = now() where id = $1', [chief!.accountId])).rejects.toMatchObject({
      constraint: 'account_emptied_holds',
    });
  });
});

/** TRUST.md 22. */
describe('the account of a representative without a client', () => {
  let portal: TestPortal;
  let officer: Someone;
  let client: Applicant;
  let [left, needed, held]: Someone[] = [];
  let end: Date;
  beforeAll(async () => {
    portal = await aPortal({ clock: new TestClock('2020-03-02T15:00:00.000Z') });
    officer = await anOfficer(portal, { role: 'supervisor' });
    client = await anApplicant(portal);
    left = await aRepresentativeOf(portal, client);
    needed = await aRepresentativeOf(portal, await anApplicant(portal));
    const sued = await anApplicant(portal);
    held = await aRepresentativeOf(portal, sued);
    await portal.sql('update representation set ended_at = $1 where account_id = any($2)', [
      portal.clock.now(),
      [left.accountId, held.accountId],
    ]);
    await portal.get(LegalHolds).begin(asOfficer(officer), sued.caseId, 'Federal Court file IMM-1-20');
    portal.clock.advance(10 * DAY);
    await signIn(portal, left);
    end = later(portal.clock.now(), UNUSED_ACCOUNT_KEEP);
  });
  afterAll(() => portal.close());

  const rows = (lines: { name: string; rows: number }[]) => lines.find(({ name }) => name === UNUSED_ACCOUNTS.representative.name)?.rows;
  const account = ({ accountId }: Someone) => portal.em().findOneOrFail(Account, { id: accountId });

  it('is emptied two years after its last use, to the second; one that a client or a legal hold needs is not', async () => {
    expect(rows(await portal.get(Retention).apply(later(end, -1)))).toBe(0);
    portal.clock.moveTo(end);
    expect(rows(await portal.get(Retention).plan(end))).toBe(1);
    expect(rows(await portal.get(Retention).apply(end))).toBe(1);
    const gone = await account(left!);
    expect(gone).toMatchObject({ state: 'suspended', suspendedReason: 'unused', passwordHash: null, emptiedAt: end });
    expect([gone.email, gone.displayName]).toEqual(['removed@portal.invalid', left!.name]); // the case still tells of them
    for (const other of [needed!, held!]) expect((await account(other)).email).toBe(other.email);
    expect(rows(await portal.get(Retention).apply(end))).toBe(0);
  });

  it('is not taken up again: a form with the same address makes another one', async () => {
    const form = aForm(portal, { email: left!.email });
    expect(await portal.get(Representations).record(asOfficer(officer), client.personId, form)).toBeNull();
    const named = await portal.get(Representations).current(client.personId, portal.em());
    expect([named?.account.email, named?.account.id === left!.accountId]).toEqual([left!.email, false]);
  });
});
