import { randomUUID } from 'node:crypto';
import { codeOf, newSecret } from '../../../src/accounts/second-factor/authenticator-code.js';
import { stepAt } from '../../../src/accounts/second-factor/second-factor.rules.js';
import { SecondFactors } from '../../../src/accounts/second-factor/second-factors.service.js';
import { StaffAccountService } from '../../../src/accounts/staff-account.service.js';
import { TransitionRefused } from '../../../src/confirmation/transition.js';
import { href } from '../../../src/language/routes.js';
import type { Visitor } from '../../../tools/visitor.js';
import { aPortal, type TestPortal } from '../../support/app.js';
import { handlersOf } from '../../support/handlers.js';
import { theMail } from '../../support/mailbox.js';
import { anOfficer, PASSWORD } from '../../support/people.js';
import { signIn } from '../../support/sign-in.js';

const ADD = href('factorApp', 'en');

/** TRUST.md 1: officers need a second factor. */
describe('an officer without a second factor', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const secretOn = (browser: Visitor): string => browser.$('main code').first().text().replaceAll(' ', '');
  const codeOn = (browser: Visitor): string => codeOf(secretOn(browser), stepAt(portal.clock.now()));

  it('gets in to add one, and reaches no other page: every route of officers leads back', async () => {
    const browser = await signIn(portal, await anOfficer(portal, { app: false }));
    expect([browser.path, browser.heading]).toEqual([ADD, 'Add an authenticator app']);
    const closed = handlersOf(portal).filter(({ access }) => typeof access === 'object' && access.permission !== 'factor.add');
    expect(closed.length).toBeGreaterThan(30);
    const open: string[] = [];
    for (const { verb, paths } of closed) {
      const path = (paths[0] ?? '').replace(/:\w+/g, () => randomUUID());
      const body = verb === 'POST' ? `_csrf=${encodeURIComponent(browser.csrfToken)}` : undefined;
      const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
      const answer = await browser.raw(verb, path, headers, body);
      if (answer.status !== 303 || answer.headers.location !== ADD) open.push(`${verb} ${path}: ${answer.status}`);
    }
    expect(open).toEqual([]);
  });

  it('adds an app with its first code, keeps recovery codes, and goes on as an officer', async () => {
    const officer = await anOfficer(portal, { app: false });
    const browser = await signIn(portal, officer);
    expect(browser.$('svg[role=img]').attr('aria-label')).toContain('QR code');
    expect(browser.$('a[href^="otpauth://totp/"]')).toHaveLength(1);
    const shared = secretOn(browser);
    await browser.fill({ oneTimeCode: '000' }).press('Add this app');
    expect([browser.status, browser.errors().oneTimeCode]).toEqual([422, expect.stringContaining('not the code of this setup key')]);
    expect(secretOn(browser)).toBe(shared);
    await browser.fill({ oneTimeCode: codeOn(browser) }).press('Add this app');
    expect([browser.path, browser.heading]).toEqual([href('factorCodes', 'en'), 'Keep your recovery codes']);
    expect(browser.textsOf('.codes li')).toHaveLength(10);
    expect(theMail(await portal.deliverMail(), 'second-factor-added').to).toBe(officer.email);
    await browser.press('I have kept them');
    expect(browser.path).toBe(href('adminQueue', 'en'));
    await browser.visit(href('factorCodes', 'en'));
    expect(browser.textsOf('.codes li')).toHaveLength(0);
    expect(browser.text).toContain('You have 10 recovery codes left of 10.');
    const [row] = await portal.sql('select secret from second_factor where account_id = $1', [officer.accountId]);
    expect(Buffer.from(row?.secret as Buffer).toString('latin1')).not.toContain(shared);
  });

  it('who is signed in elsewhere by then is out: the password alone never becomes an officer’s session', async () => {
    const officer = await anOfficer(portal, { app: false });
    const [own, stranger] = [await signIn(portal, officer), await signIn(portal, officer)];
    const before = own.cookies.header;
    await own.fill({ oneTimeCode: codeOn(own) }).press('Add this app');
    expect(own.cookies.header).not.toBe(before); // a new id for who may do more
    await stranger.visit(href('adminQueue', 'en'));
    expect(stranger.path).toBe(href('sessionEnded', 'en'));
    expect((await own.visit(href('adminQueue', 'en'))).path).toBe(href('adminQueue', 'en'));
  });

  it('no session that the database holds is an officer’s unless its second step was taken', async () => {
    const officer = await anOfficer(portal, { app: false });
    const browser = await signIn(portal, officer);
    const added = `insert into second_factor (id, account_id, kind, secret, added_at) values (gen_random_uuid(), $1, 'app', '\\x00', now())`;
    await portal.sql(added, [officer.accountId]);
    await browser.visit(href('adminQueue', 'en'));
    expect(browser.path).toBe(href('sessionEnded', 'en'));
  });

  it('nor is one that begins in a browser where somebody else took a second step', async () => {
    const browser = await signIn(portal, await anOfficer(portal));
    const officer = await anOfficer(portal, { app: false });
    await browser.forge(href('signIn', 'en'), { username: officer.username, password: officer.password });
    expect(browser.path).toBe(ADD);
    await portal.sql(
      `insert into second_factor (id, account_id, kind, secret, added_at) values (gen_random_uuid(), $1, 'app', '\\x00', now())`,
      [officer.accountId],
    );
    await browser.visit(href('adminQueue', 'en'));
    expect(browser.path).toBe(href('sessionEnded', 'en'));
  });

  it('an app that is sent twice at once is added once, with one mail; a stranger who comes at that moment adds none', async () => {
    const officer = await anOfficer(portal, { app: false });
    const actor = { kind: 'entrant', accountId: officer.accountId, personId: null, language: 'en' } as const;
    await portal.deliverMail();
    const [shared, strange] = [newSecret(), newSecret()];
    const add = (secret: string) => portal.get(SecondFactors).addApp(actor, secret, codeOf(secret, stepAt(portal.clock.now())), 'own');
    const added = await Promise.all([add(shared), add(shared), add(shared)]);
    expect(added.map(({ refusal }) => refusal).sort()).toEqual(['again', 'again', null]);
    await expect(add(strange)).rejects.toBeInstanceOf(TransitionRefused);
    expect(await portal.sql('select kind from second_factor where account_id = $1', [officer.accountId])).toEqual([{ kind: 'app' }]);
    expect((await portal.deliverMail()).map(({ template }) => template)).toEqual(['second-factor-added']);
  });

  it('the first supervisor of a system is led there after their own password', async () => {
    await portal.get(StaffAccountService).createFirstSupervisor('first@office.example', 'first@office.example', 'en');
    const { payload } = theMail(await portal.deliverMail(), 'officer-account');
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    await browser.fill({ username: String(payload.username), password: String(payload.password) }).press('Sign in');
    expect(browser.path).toBe(href('firstSignIn', 'en'));
    await browser.fill({ newPassword: PASSWORD }).press('Save my password');
    await browser.visit(href('signIn', 'en'));
    await browser.fill({ username: String(payload.username), password: PASSWORD }).press('Sign in');
    expect(browser.path).toBe(ADD);
  });
});
