import { DAY, HOUR, MINUTE, SECOND } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { LIMITS, RequestLimits } from '../../src/security/request-limits.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const TRIES = LIMITS.wrongPasswords.points;
const OWN = 'four slow barges upstream';
const HERE = { headers: { 'X-Forwarded-For': '203.0.113.9' } };

/** TRUST.md 1: six wrong passwords in 15 minutes make that account and address wait, and no other. */
describe('wrong passwords', () => {
  let portal: TestPortal;
  let person: Someone;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());
  beforeEach(async () => {
    person = await anApplicant(portal);
    await portal.sql('delete from request_limit');
    await portal.sql('delete from wrong_try');
  });

  const wrong = async (browser: Visitor, username = person.username): Promise<number> => {
    await browser.visit(href('signIn', 'en'));
    await browser.fill({ username, password: 'not this one at all' }).press('Sign in');
    return browser.status;
  };

  it('one after the other: six are judged, then even the right one waits, with the time to wait', async () => {
    const browser = portal.visitor(HERE);
    for (let n = 0; n < TRIES; n++) expect(await wrong(browser)).toBe(422);
    expect(await wrong(browser)).toBe(429);
    expect(Number(browser.headers['retry-after'])).toBeLessThanOrEqual((LIMITS.wrongPasswords.minutes * MINUTE) / 1000);
    await expect(signIn(portal, person, HERE)).rejects.toThrow('429');
  });

  it('from another address the owner signs in meanwhile', async () => {
    const browser = portal.visitor(HERE);
    for (let n = 0; n <= TRIES; n++) await wrong(browser);
    expect((await signIn(portal, person)).path).toBe(href('confirmation', 'en'));
  });

  it('all at the same moment: no more are judged than one after the other', async () => {
    const browser = await portal.visitor(HERE).visit(href('signIn', 'en'));
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
    const form = { username: person.username, password: 'not this one at all', _csrf: browser.csrfToken };
    const answers = await Promise.all(
      Array.from({ length: 15 }, () => browser.raw('POST', href('signIn', 'en'), headers, new URLSearchParams(form).toString())),
    );
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(TRIES);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15 - TRIES);
  });

  it('a right one makes the wrong ones before it forgotten', async () => {
    for (let round = 0; round < 2; round++) {
      const browser = portal.visitor(HERE);
      for (let n = 0; n < TRIES - 1; n++) expect(await wrong(browser)).toBe(422);
      expect((await signIn(portal, person, HERE)).path).toBe(href('confirmation', 'en'));
    }
  });

  it('each round of wrong ones doubles the wait, up to a day, told in minutes and from an hour on in hours; a right one begins anew', async () => {
    const limits = portal.get(RequestLimits);
    const round = async (): Promise<number> => {
      for (let n = 0; n < TRIES; n++) await limits.consume('wrongPasswords', 'somebody|here');
      const { waitMinutes } = await limits.consume('wrongPasswords', 'somebody|here').then(
        () => ({ waitMinutes: 0 }),
        (refusal: { waitMinutes: number }) => refusal,
      );
      return waitMinutes;
    };
    const waits: number[] = [];
    for (let n = 0; n < 9; n++) {
      waits.push(await round());
      portal.clock.advance((waits.at(-1) ?? 0) * MINUTE - SECOND);
      await expect(limits.consume('wrongPasswords', 'somebody|here')).rejects.toMatchObject({ waitMinutes: 1 });
      portal.clock.advance(SECOND);
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
    await limits.forget('wrongPasswords', 'somebody|here');
    expect(await round()).toBe(15);
    portal.clock.advance(15 * MINUTE + DAY); // a day after the last wait it is forgotten too
    expect(await round()).toBe(15);
  });

  it.each([
    ['en', 0, 'Try again in 15 minutes.'],
    ['en', 2, 'Try again in one hour.'],
    ['fr', 4, 'Réessayez dans 4 heures.'],
  ] as const)('the page tells the true wait (%s, after %i waits)', async (language, waits, words) => {
    const browser = portal.visitor({ ...HERE, language });
    const rounds = async (): Promise<void> => {
      for (let n = 0; n <= TRIES; n++) {
        await portal.sql(`delete from request_limit`); // not more than 20 a minute from one address
        await browser.visit(href('signIn', language));
        await browser.fill({ username: person.username, password: 'not this one at all' }).pressEnter('password');
      }
    };
    for (let n = 0; n < waits; n++) {
      await rounds();
      portal.clock.advance(15 * MINUTE * 2 ** n);
    }
    await rounds();
    expect(browser.status).toBe(429);
    expect(browser.text.replace(/\s+/gu, ' ')).toContain(words);
    expect(Number(browser.headers['retry-after'])).toBe(15 * 60 * 2 ** waits);
  });

  it('strangers at fifty addresses do not keep the owner out at another', async () => {
    for (let stranger = 0; stranger < 50; stranger++) expect(await wrong(portal.visitor())).toBe(422);
    expect((await signIn(portal, person)).path).toBe(href('confirmation', 'en'));
  });

  it('strangers at the same address keep nobody waiting who is signed in', async () => {
    const inside = await signIn(portal, person, HERE);
    const stranger = portal.visitor(HERE);
    for (let n = 0; n <= TRIES; n++) await wrong(stranger);
    expect(stranger.status).toBe(429);
    await inside.visit(href('accountPassword', 'en'));
    await inside.fill({ currentPassword: person.password, newPassword: OWN }).press('Save my new password');
    expect(inside.path).toBe(`${href('account', 'en')}?done=password`);
  });

  it('with a new password by a mailed link, nobody waits for what they tried at the former one', async () => {
    const limits = portal.get(RequestLimits);
    const browser = portal.visitor(HERE);
    for (let n = 0; n <= TRIES; n++) await wrong(browser);
    expect(browser.status).toBe(429);
    for (let n = 0; n < TRIES; n++) await limits.takeOwnPassword(person.accountId);
    await browser.visit(href('passwordReset', 'en'));
    await browser.fill({ usernameOrEmail: person.username }).press('Email me a link');
    await browser.visit(theMail(await portal.deliverMail(), 'password-reset').link);
    await browser.fill({ newPassword: OWN }).press('Save my new password');
    expect((await signIn(portal, { ...person, password: OWN }, HERE)).path).toBe(href('confirmation', 'en'));
    await expect(limits.takeOwnPassword(person.accountId)).resolves.toBeUndefined();
  });

  it('what is over is swept away, and what counts is kept', async () => {
    await wrong(portal.visitor(HERE));
    await portal.sql(`insert into request_limit values ('old', 1, 1)`);
    const count = async (): Promise<number[]> => {
      const [row] = await portal.sql<{ limits: number; tries: number }>(
        `select (select count(*)::int from request_limit) limits, (select count(*)::int from wrong_try) tries`,
      );
      return [row?.limits ?? 0, row?.tries ?? 0];
    };
    expect(await count()).toEqual([2, 2]);
    expect(await portal.get(RequestLimits).purgeExpired()).toBe(1);
    expect(await count()).toEqual([1, 2]);
    portal.clock.advance(HOUR);
    await portal.get(RequestLimits).purgeExpired();
    expect((await count())[1]).toBe(1); // those in a row are kept 30 days
    portal.clock.advance(30 * DAY);
    for (let n = 0; n < 100; n++) await portal.get(RequestLimits).consume('emailChangesPerAccount', `account ${n}`); // tries sweep as well
    expect((await count())[1]).toBe(0);
  });

  it('with names that are none, whatever they hold and however long: 422, and no name stands in the table', async () => {
    for (const username of [
      'a\u0000b',
      '\u0000',
      'x'.repeat(190),
      'é'.repeat(190),
      '🛂 👩🏽‍🚀',
      '\u202egpj',
      `${person.username.toUpperCase()} `,
    ])
      expect([username, await wrong(portal.visitor(), username)]).toEqual([username, 422]);
    const keys = await portal.sql<{ key: string }>('select key from request_limit union all select key from wrong_try');
    expect(keys.filter(({ key }) => key.includes(person.username) || key.includes('203.0'))).toEqual([]);
  });
});
