import { Account } from '../../src/accounts/account.entity.js';
import { StaffAccountService } from '../../src/accounts/staff-account.service.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { theMail } from '../support/mailbox.js';

describe('accounts of people without a case', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('the first supervisor of a system is made once, even by two commands at once, and can sign in with what the mail says', async () => {
    const staff = portal.get(StaffAccountService);
    const made = await Promise.all([
      staff.createFirstSupervisor('one@office.example', 'one@office.example', 'en'),
      staff.createFirstSupervisor('two@office.example', 'two@office.example', 'en'),
    ]);
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await staff.createFirstSupervisor('three@office.example', 'three@office.example', 'en')).toBeNull();
    expect(await portal.em().count(Account, { role: 'supervisor' })).toBe(1);
    // one who reported a sign-in and waits for somebody to open the account: without another, nobody could
    const [only] = made.filter(Boolean);
    const report = `update account set state = 'suspended', suspended_from = 'active', suspended_at = now(), suspended_reason = 'not_me' where id = $1`;
    const { payload } = theMail(await portal.deliverMail(), 'officer-account');
    const supervisor = await portal.visitor().visit(href('signIn', 'en'));
    await supervisor.fill({ username: String(payload.username), password: String(payload.password) }).press('Sign in');
    expect(supervisor.path).toBe(href('firstSignIn', 'en'));
    await portal.sql(report, [only]);
    expect(await staff.createFirstSupervisor('three@office.example', 'three@office.example', 'en')).not.toBeNull();
  });
});
