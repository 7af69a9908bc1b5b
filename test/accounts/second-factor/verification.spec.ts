import { codeOf } from '../../../src/accounts/second-factor/authenticator-code.js';
import { stepAt } from '../../../src/accounts/second-factor/second-factor.rules.js';
import { AuditEvent } from '../../../src/audit/audit-event.entity.js';
import { MINUTE, SECOND } from '../../../src/clock.js';
import { LANGUAGES } from '../../../src/language/language.js';
import { href } from '../../../src/language/routes.js';
import { LIMITS } from '../../../src/security/request-limits.js';
import type { Visitor } from '../../../tools/visitor.js';
import { aPortal, type TestPortal } from '../../support/app.js';
import { hashesOf } from '../../support/hashes.js';
import { anApplicant, anOfficer, type Someone } from '../../support/people.js';
import { addApp, codeFor } from '../../support/second-factor.js';
import { signIn } from '../../support/sign-in.js';

const SESSION = '__Host-session';
const VERIFICATION = href('verification', 'en');

/** TRUST.md 15: after the password a code, each once, before any session of the account exists. */
describe('the second step of a sign-in', () => {
  let portal: TestPortal;
  let person: Someone;
  let secret: string;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());
  beforeEach(async () => {
    person = await anApplicant(portal);
    secret = await addApp(portal, person.accountId);
  });

  const code = (steps = 0): string => codeOf(secret, stepAt(portal.clock.now()) + steps);
  const withPassword = async (browser = portal.visitor()): Promise<Visitor> => {
    await browser.visit(href('signIn', 'en'));
    return browser.fill({ username: person.username, password: person.password }).press('Sign in');
  };
  const enter = (browser: Visitor, typed: string): Promise<Visitor> => browser.fill({ oneTimeCode: typed }).press('Continue');
  const sessionsOf = async (): Promise<number> =>
    Number((await portal.sql('select count(*) from session where account_id = $1', [person.accountId]))[0]?.count);

  it('is asked of whoever has one, and only then their pages open', async () => {
    const browser = await withPassword();
    expect([browser.path, browser.heading]).toEqual([VERIFICATION, 'Enter your verification code']);
    expect(await sessionsOf()).toBe(0);
    const field = browser.$('#oneTimeCode');
    expect([field.attr('autocomplete'), field.attr('inputmode'), field.attr('value')]).toEqual(['one-time-code', 'numeric', undefined]);
    await browser.visit(href('confirmation', 'en'));
    expect(browser.path).toBe(href('signIn', 'en'));
    await browser.visit(VERIFICATION);
    await enter(browser, ` ${code().slice(0, 3)} ${code().slice(3)} `);
    expect([browser.path, await sessionsOf()]).toEqual([href('confirmation', 'en'), 1]);
    const events = await portal.em().find(AuditEvent, { subject: person.accountId }, { orderBy: { id: 'asc' } });
    expect(events.map(({ action }) => action)).toEqual(['sign_in.password_passed', 'sign_in.done']);
  });

  it('takes a new session id at both steps: what was known before opens nothing', async () => {
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    const ids = [browser.cookies.get(SESSION)];
    await withPassword(browser);
    ids.push(browser.cookies.get(SESSION));
    await enter(browser, code());
    ids.push(browser.cookies.get(SESSION));
    expect(new Set(ids).size).toBe(3);
    for (const stale of ids.slice(0, 2)) {
      const thief = portal.visitor();
      thief.cookies.set(SESSION, stale ?? '');
      await thief.visit(href('confirmation', 'en'));
      expect(thief.path).toBe(href('sessionEnded', 'en'));
      expect((await thief.visit(VERIFICATION)).path).toBe(href('signIn', 'en'));
    }
  });

  it.each([
    [-2, 422],
    [-1, 200],
    [1, 200],
    [2, 422],
  ])('takes the code of a clock that is %d steps off with status %d', async (steps, status) => {
    const browser = await enter(await withPassword(), code(steps));
    expect(browser.status).toBe(status);
    expect(browser.path).toBe(status === 200 ? href('confirmation', 'en') : VERIFICATION);
  });

  it('takes a code once, and none of a step before it: what was read over a shoulder is worth nothing', async () => {
    await enter(await withPassword(), code());
    for (const steps of [0, -1]) {
      const browser = await enter(await withPassword(), code(steps));
      expect([browser.status, browser.errors().oneTimeCode]).toEqual([422, expect.stringContaining('was used already')]);
    }
    expect((await enter(await withPassword(), code(1))).path).toBe(href('confirmation', 'en'));
  });

  it('takes a code once from two windows at the same moment', async () => {
    const windows = [await withPassword(), await withPassword()];
    const typed = code();
    const landed = await Promise.all(windows.map(async (browser) => (await enter(browser, typed)).status));
    expect(landed.sort()).toEqual([200, 422]);
  });

  it('shows a wrong code on the same page with 422, in the owner’s list, and leads back to the page that was asked for', async () => {
    const wanted = href('account', 'en');
    const browser = await withPassword(await portal.visitor().visit(wanted));
    await enter(browser, '');
    expect([browser.status, browser.errors().oneTimeCode]).toEqual([422, 'Enter the code your app shows']);
    await enter(browser, code() === '000000' ? '000001' : '000000');
    expect([browser.status, browser.path]).toEqual([422, VERIFICATION]);
    await enter(browser, code());
    expect(browser.path).toBe(wanted);
    await browser.visit(href('accountSignIns', 'en'));
    expect(browser.text).toContain('Refused');
  });

  it('lets nobody guess: after so many tries even the right code waits, as long as the page says', async () => {
    const { points, minutes } = LIMITS.secondFactorTries;
    const browser = await withPassword();
    for (let n = 0; n < points; n++) expect((await enter(browser, 'x')).status).toBe(422);
    await enter(browser, code());
    expect(browser.status).toBe(429);
    expect(browser.text).toMatch(new RegExp(`${minutes} minutes`));
    const other = await withPassword(portal.visitor());
    expect((await enter(other, code())).status).toBe(429);
    await portal.sql('delete from request_limit');
    expect((await enter(await withPassword(), code())).path).toBe(href('confirmation', 'en'));
  });

  it('keeps nobody waiting in a browser of theirs, whatever others try who know the password', async () => {
    const owner = await withPassword();
    await enter(owner, code());
    expect(owner.path).toBe(href('confirmation', 'en'));
    await owner.press('Sign out');
    const stranger = await withPassword(portal.visitor());
    for (let n = 0; n <= LIMITS.secondFactorTries.points; n++) await enter(stranger, 'x');
    expect(stranger.status).toBe(429);
    portal.clock.advance(MINUTE);
    await enter(await withPassword(owner), code());
    expect(owner.path).toBe(href('confirmation', 'en'));
    await portal.sql('delete from request_limit');
  });

  it('lets nobody guess in many browsers: those that were known before there was a second step share a ceiling', async () => {
    await portal.sql('delete from second_factor where account_id = $1', [person.accountId]);
    const browsers: Visitor[] = [];
    for (let n = 0; n < 5; n++) browsers.push(await (await withPassword(portal.visitor())).press('Sign out'));
    secret = await addApp(portal, person.accountId);
    const statuses: number[] = [];
    for (const browser of browsers) {
      await withPassword(browser);
      for (let n = 0; n < LIMITS.secondFactorTries.points; n++)
        statuses.push(browser.$('[name=oneTimeCode]').length > 0 ? (await enter(browser, 'x')).status : browser.status);
    }
    expect(statuses.filter((status) => status === 422)).toHaveLength(LIMITS.secondFactorTriesInKnownBrowsers.points);
    await portal.sql('delete from request_limit');
  });

  it('waits ten minutes for the code, and not longer', async () => {
    const [patient, late] = [await withPassword(), await withPassword()];
    portal.clock.advance(10 * MINUTE - SECOND);
    await enter(patient, await codeFor(portal, person.username));
    expect(patient.path).toBe(href('confirmation', 'en'));
    portal.clock.advance(2 * SECOND);
    await enter(late, await codeFor(portal, person.username));
    expect(late.path).toBe(href('signIn', 'en'));
  });

  it.each([
    ['another password was saved', 'update account set session_epoch = session_epoch + 1 where id = $1'],
    ['the account was suspended', `update account set state = 'suspended' where id = $1`],
  ])('leads back to the beginning when %s since', async (_, change) => {
    const browser = await withPassword();
    await portal.sql(change, [person.accountId]);
    await enter(browser, code());
    expect([browser.path, await sessionsOf()]).toEqual([href('signIn', 'en'), 0]);
  });

  it('is told to nobody without the password: one hash and the same page, whoever has a second step, has none, or does not exist', async () => {
    const answers: string[] = [];
    const hashes = await hashesOf(portal, async () => {
      for (const username of [person.username, (await anApplicant(portal)).username, 'nobody-here-at2']) {
        const browser = await portal.visitor().visit(href('signIn', 'en'));
        await browser.fill({ username, password: 'not this one at all' }).press('Sign in');
        answers.push(`${browser.status} ${browser.html.replaceAll(username, '').replaceAll(browser.csrfToken, '')}`);
      }
    });
    expect([hashes, new Set(answers).size]).toEqual([3, 1]);
    expect(answers[0]).toMatch(/^422 /);
  });

  it('is no page for whoever gave no password', async () => {
    for (const language of LANGUAGES)
      for (const page of ['verification', 'verificationRecovery'] as const)
        expect((await portal.visitor().visit(href(page, language))).path).toBe(href('signIn', language));
  });

  it('is asked each time, of officers too: no browser is remembered', async () => {
    const officer = await anOfficer(portal, { language: 'fr' });
    const browser = await signIn(portal, officer);
    expect(browser.path).toBe(href('adminQueue', 'fr'));
    await browser.press('Se déconnecter');
    await browser.visit(href('signIn', 'fr'));
    await browser.fill({ username: officer.username, password: officer.password }).press('Se connecter');
    expect([browser.path, browser.heading]).toEqual([href('verification', 'fr'), 'Entrez votre code de vérification']);
    await browser.fill({ oneTimeCode: '12' }).press('Continuer');
    expect(browser.errors().oneTimeCode).toContain('Ce code est inexact ou a déjà servi.');
  });
});
