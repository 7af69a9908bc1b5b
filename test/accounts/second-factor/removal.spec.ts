import { PasswordHasher } from '../../../src/accounts/password-hasher.js';
import { SecondFactor } from '../../../src/accounts/second-factor/second-factor.entity.js';
import { LANGUAGES } from '../../../src/language/language.js';
import { href } from '../../../src/language/routes.js';
import type { Visitor } from '../../../tools/visitor.js';
import { aPortal, type TestPortal } from '../../support/app.js';
import { theMail } from '../../support/mailbox.js';
import { anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../../support/people.js';
import { addApp, codeFor } from '../../support/second-factor.js';
import { signIn } from '../../support/sign-in.js';

describe('a second step', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const idOf = async ({ accountId }: Someone): Promise<string> =>
    (await portal.em().findOneOrFail(SecondFactor, { account: accountId }, { orderBy: { id: 'asc' } })).id;
  const remove = async (browser: Visitor, person: Someone, code?: string): Promise<Visitor> => {
    await browser.visit(href('factorRemoval', 'en', { factor: await idOf(person) }));
    return browser.fill({ password: person.password, oneTimeCode: code ?? (await codeFor(portal, person.username)) }).press('Remove');
  };

  it('is offered to applicants and representatives on "My account", never required, and added with the password', async () => {
    const applicant = await anApplicant(portal);
    for (const person of [applicant, await aRepresentativeOf(portal, applicant)]) {
      const browser = await signIn(portal, person);
      await browser.visit(href('account', 'en'));
      expect(browser.text).toContain('Signing in takes your password alone.');
      await browser.visit(href('factors', 'en'));
      await browser.follow('Add an authenticator app');
      await browser.fill({ oneTimeCode: '123456', password: 'not my password at all' }).press('Add this app');
      expect([browser.status, browser.errors().password]).toEqual([422, 'This is not your password']);
      expect(await portal.em().count(SecondFactor, { account: person.accountId })).toBe(0);
    }
  });

  it('is removed by its owner with password and code, and a mail tells it; then the password is enough again', async () => {
    const applicant = await anApplicant(portal);
    await addApp(portal, applicant.accountId);
    const browser = await signIn(portal, applicant);
    expect((await remove(browser, applicant, '000')).errors().oneTimeCode).toContain('This code is not right');
    await remove(browser, applicant);
    expect([browser.path, browser.text]).toEqual([href('factors', 'en'), expect.stringContaining('Signing in takes your password alone.')]);
    expect(theMail(await portal.deliverMail(), 'second-factor-removed').to).toBe(applicant.email);
    expect(await portal.sql('select 1 from recovery_code where account_id = $1', [applicant.accountId])).toEqual([]);
    const again = await portal.visitor().visit(href('signIn', 'en'));
    await again.fill({ username: applicant.username, password: applicant.password }).press('Sign in');
    expect(again.path).toBe(href('confirmation', 'en'));
  });

  it('that is an officer’s last one stays, by the page and by its form; one of two goes', async () => {
    const officer = await anOfficer(portal);
    const browser = await signIn(portal, officer);
    await browser.visit(href('factors', 'en'));
    expect(browser.links().filter((link) => link.text.startsWith('Remove'))).toEqual([]);
    await remove(browser, officer);
    expect([browser.status, browser.errors().oneTimeCode]).toEqual([422, expect.stringContaining('Officers always have a second step.')]);
    await addApp(portal, officer.accountId);
    await remove(browser, officer);
    expect(await portal.em().count(SecondFactor, { account: officer.accountId })).toBe(1);
  });

  it('that is the last one stays while the password is too short to stand alone', async () => {
    const person = { ...(await anApplicant(portal)), password: 'nine-of-swans' };
    await portal.sql('update account set password_hash = $2 where id = $1', [
      person.accountId,
      await portal.get(PasswordHasher).hash(person.password),
    ]);
    await addApp(portal, person.accountId);
    const browser = await signIn(portal, person);
    await remove(browser, person);
    expect([browser.status, browser.errors().password]).toEqual([
      422,
      expect.stringContaining('your password needs 15 characters or more'),
    ]);
    await addApp(portal, person.accountId);
    await remove(browser, person);
    expect([browser.path, await portal.em().count(SecondFactor, { account: person.accountId })]).toEqual([href('factors', 'en'), 1]);
  });

  it('that an officer removed leaves no short password alone: it opens nothing, and the page leads to a longer one', async () => {
    const person = { ...(await anApplicant(portal)), password: 'nine-of-swans' };
    const hashed = await portal.get(PasswordHasher).hash(person.password);
    await portal.sql('update account set password_hash = $2 where id = $1', [person.accountId, hashed]);
    const officer = { ...(await anOfficer(portal, { app: false })), password: person.password };
    await portal.sql('update account set password_hash = $2 where id = $1', [officer.accountId, hashed]);
    const desk = await portal.visitor().visit(href('signIn', 'en'));
    await desk.fill({ username: officer.username, password: officer.password }).pressEnter('password');
    expect([desk.status, (await desk.visit(href('factorApp', 'en'))).path]).toEqual([403, href('signIn', 'en')]);
    for (const language of LANGUAGES) {
      const browser = await portal.visitor({ language }).visit(href('signIn', language));
      await browser.fill({ username: person.username, password: person.password }).pressEnter('password');
      expect([browser.status, browser.text]).toEqual([403, expect.stringContaining('15')]);
      await browser.visit(href('confirmation', language));
      expect(browser.path).toBe(href('signIn', language));
    }
    expect(await portal.sql('select 1 from session where account_id = $1 and data is not null', [person.accountId])).toEqual([]);
  });

  it('of somebody else is not found', async () => {
    const [one, other] = [await anApplicant(portal), await anApplicant(portal)];
    await addApp(portal, one.accountId);
    const browser = await signIn(portal, other);
    const path = href('factorRemoval', 'en', { factor: await idOf(one) });
    expect((await browser.visit(path)).status).toBe(404);
    await browser.visit(href('factors', 'en'));
    await browser.forge(path, { password: other.password, oneTimeCode: '123456' });
    expect([browser.status, await portal.em().count(SecondFactor, { account: one.accountId })]).toEqual([404, 1]);
  });
});
