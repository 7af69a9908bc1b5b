import { MINUTE, SECOND } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { WRONG_IN_A_ROW } from '../../src/security/request-limits.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** TRUST.md 1: after 100 wrong passwords in a row on an account, from wherever, a mailed link is needed too. */
describe('a hundred wrong passwords in a row', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const tryIn = async (browser: Visitor, username: string, password: string): Promise<Visitor> => {
    await browser.visit(href('signIn', 'en'));
    return browser.fill({ username, password }).press('Sign in');
  };
  /** What strangers at many addresses did before: the last two tries are real ones. */
  const attacked = async (person: Pick<Someone, 'username'>): Promise<Visitor> => {
    await tryIn(portal.visitor(), person.username, 'not this one at all');
    await portal.sql(`update wrong_try set wrong = $1 where key like 'inRow:%' and wrong < 50`, [WRONG_IN_A_ROW - 1]);
    return tryIn(portal.visitor(), person.username, 'not this one at all');
  };
  const page = (browser: Visitor, username: string): string =>
    browser.html.replaceAll(browser.csrfToken, '').replace(`value="${username}"`, '');

  it('even the right one is refused elsewhere, in the same bytes as for a name nobody has; the owner’s link opens sign-in in one browser', async () => {
    const person = await anApplicant(portal);
    await attacked(person);
    const nobody = await attacked({ username: 'zzzz-zzzz-zz' });
    await portal.deliverMail();
    const stranger = await tryIn(portal.visitor(), person.username, 'still not this one'); // the 101st: the owner is told
    const mail = theMail(await portal.deliverMail(), 'sign-in-link');
    expect(mail.to).toBe(person.email);
    const owner = await tryIn(portal.visitor(), person.username, person.password);
    const unknown = await tryIn(portal.visitor(), 'zzzz-zzzz-zz', 'whatever it may be');
    expect([owner.status, stranger.status, unknown.status, nobody.status]).toEqual([422, 422, 422, 422]);
    expect(new Set([page(owner, person.username), page(stranger, person.username), page(unknown, 'zzzz-zzzz-zz')]).size).toBe(1);
    expect(await portal.deliverMail()).toEqual([]); // one link at once

    await portal.visitor().raw('HEAD', mail.link); // a mail scanner opens it first
    await portal.visitor().visit(mail.link);
    await owner.visit(mail.link);
    await owner.press('Go on to sign in');
    expect(owner.path).toBe(href('signIn', 'en'));
    expect(owner.text).toContain('You can sign in with this browser until');
    expect((await tryIn(portal.visitor(), person.username, person.password)).status).toBe(422); // another browser still can't
    await owner.visit(href('signIn', 'en'));
    await owner.fill({ username: person.username, password: person.password }).press('Sign in');
    expect(owner.path).toBe(href('confirmation', 'en'));
    // a right one in a row ends the row: everywhere is open again
    expect((await signIn(portal, person)).path).toBe(href('confirmation', 'en'));
    const again = await portal.visitor().visit(mail.link);
    expect(again.status).toBe(410);
  });

  it('a browser that the owner has used before goes on without a link, and so does whoever has a session', async () => {
    const person = await anApplicant(portal);
    const browser = await signIn(portal, person);
    await attacked(person);
    await attacked(person);
    await browser.visit(href('account', 'en'));
    expect(browser.path).toBe(href('account', 'en'));
    await browser.press('Sign out');
    expect((await tryIn(browser, person.username, person.password)).path).toBe(href('confirmation', 'en'));
  });

  it('the link works for 30 minutes to the second, and a new password by email opens sign-in as well', async () => {
    const person = await anApplicant(portal);
    await attacked(person);
    await portal.deliverMail();
    await tryIn(portal.visitor(), person.username, person.password);
    const { link } = theMail(await portal.deliverMail(), 'sign-in-link');
    portal.clock.advance(30 * MINUTE - SECOND);
    expect((await portal.visitor().visit(link)).status).toBe(200);
    portal.clock.advance(SECOND);
    expect((await portal.visitor().visit(link)).status).toBe(410);
    await tryIn(portal.visitor(), person.username, person.password); // another one comes
    expect((await portal.deliverMail()).map(({ template }) => template)).toEqual(['sign-in-link']);

    const reset = await portal.visitor().visit(href('passwordReset', 'en'));
    await reset.fill({ usernameOrEmail: person.username }).press('Email me a link');
    await reset.visit(theMail(await portal.deliverMail(), 'password-reset').link);
    await reset.fill({ newPassword: 'four slow barges upstream' }).press('Save my new password');
    expect((await signIn(portal, { ...person, password: 'four slow barges upstream' })).path).toBe(href('confirmation', 'en'));
  });
});
