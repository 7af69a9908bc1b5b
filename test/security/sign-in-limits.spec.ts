import { MINUTE } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { LIMITS } from '../../src/security/request-limits.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const TRIES = LIMITS.wrongPasswords.points;
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
    const keys = await portal.sql<{ key: string }>('select key from request_limit');
    expect(keys.filter(({ key }) => key.includes(person.username) || key.includes('203.0'))).toEqual([]);
  });
});
