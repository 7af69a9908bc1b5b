import { href } from '../../../src/language/routes.js';
import type { Visitor } from '../../../tools/visitor.js';
import { aPortal, type TestPortal } from '../../support/app.js';
import { theMail } from '../../support/mailbox.js';
import { anApplicant, type Someone } from '../../support/people.js';
import { addApp } from '../../support/second-factor.js';
import { signIn } from '../../support/sign-in.js';

/** TRUST.md 15: codes for the day the phone is lost, hashed, each used once. */
describe('recovery codes', () => {
  let portal: TestPortal;
  let person: Someone;
  let owner: Visitor;
  let codes: string[];
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());
  beforeEach(async () => {
    person = await anApplicant(portal);
    await addApp(portal, person.accountId);
    owner = await signIn(portal, person);
    codes = await newCodes();
  });

  const newCodes = async (): Promise<string[]> => {
    await owner.visit(href('factorCodes', 'en'));
    await owner.fill({ password: person.password }).press('Make new codes');
    const shown = owner.textsOf('.codes li');
    await owner.press('I have kept them');
    return shown;
  };
  const recover = async (typed: string): Promise<Visitor> => {
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    await browser.fill({ username: person.username, password: person.password }).press('Sign in');
    await browser.follow('Use a recovery code');
    return browser.fill({ recoveryCode: typed }).press('Continue');
  };

  it('are ten that can be read, and stand nowhere in the database', async () => {
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([a-hjkmnp-z2-9]{4} ){5}[a-hjkmnp-z2-9]{4}$/);
    const rows = JSON.stringify(await portal.sql('select * from recovery_code where account_id = $1', [person.accountId]));
    for (const code of codes) for (const form of [code, code.replaceAll(' ', '')]) expect(rows).not.toContain(form);
  });

  it('open the account once each, however they are typed, and a mail tells it with how many are left', async () => {
    await portal.deliverMail();
    expect((await recover((codes[0] ?? '').toUpperCase().replaceAll(' ', '-'))).path).toBe(href('confirmation', 'en'));
    const mail = theMail(await portal.deliverMail(), 'recovery-code-used');
    expect([mail.to, mail.text]).toEqual([person.email, expect.stringContaining('Codes left: 9.')]);
    const again = await recover(codes[0] ?? '');
    expect([again.status, again.errors().recoveryCode]).toEqual([422, expect.stringContaining('used already')]);
    expect(again.$('#recoveryCode').attr('value')).toBeUndefined();
    expect((await recover(codes[1] ?? '')).path).toBe(href('confirmation', 'en'));
    await owner.visit(href('factors', 'en'));
    expect(owner.text).toContain('You have 8 recovery codes left of 10.');
  });

  it('from two windows at the same moment open it once', async () => {
    const windows = await Promise.all([recover(codes[0] ?? ''), recover(codes[0] ?? '')]);
    expect(windows.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  it('are dead once new ones are made, which takes the password and is told by mail', async () => {
    await owner.visit(href('factorCodes', 'en'));
    await owner.fill({ password: 'not my password at all' }).press('Make new codes');
    expect([owner.status, owner.errors().password]).toEqual([422, 'This is not your password']);
    const fresh = await newCodes();
    expect((await recover(codes[2] ?? '')).status).toBe(422);
    expect((await recover(fresh[2] ?? '')).path).toBe(href('confirmation', 'en'));
    const told = (await portal.deliverMail()).filter(({ template, to }) => template === 'recovery-codes-made' && to === person.email);
    expect(told).toHaveLength(2);
  });

  it('stay on their page through the language switch, in French as well, until they are kept or ten minutes are over', async () => {
    await owner.visit(href('factorCodes', 'en'));
    await owner.fill({ password: person.password }).press('Make new codes');
    const shown = owner.textsOf('.codes li');
    await owner.visit(href('factorCodes', 'fr'));
    expect([owner.heading, owner.textsOf('.codes li')]).toEqual(['Conservez vos codes de récupération', shown]);
    portal.clock.advance(10 * 60_000);
    await owner.visit(href('factorCodes', 'fr'));
    expect([owner.heading, owner.textsOf('.codes li')]).toEqual(['Codes de récupération', []]);
  });

  it('of somebody else open nothing', async () => {
    const other = await anApplicant(portal);
    await addApp(portal, other.accountId);
    person = other;
    expect((await recover(codes[3] ?? '')).status).toBe(422);
  });
});
