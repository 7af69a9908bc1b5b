import { ROUTES } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import { LIMITS } from '../../src/security/request-limits.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type LogLines, listenToLog } from '../support/log-lines.js';
import { type Applicant, anApplicant, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

type Line = Record<string, unknown>;

/** TRUST.md 21: who tries what they may not, in which way, is in the log; what they typed is not. */
describe('a refused request in the log', () => {
  let log: LogLines;
  let portal: TestPortal;
  let applicant: Applicant;
  let other: Applicant;
  const refused = (): Line[] =>
    log
      .lines()
      .map((line) => JSON.parse(line) as Line)
      .filter(({ msg }) => msg === 'a request was refused');
  const last = (): Line | undefined => refused().at(-1);

  beforeAll(async () => {
    log = listenToLog();
    portal = await aPortal({ environment: { LOG_LEVEL: 'warn' } });
    applicant = await anApplicant(portal);
    other = await anApplicant(portal);
  });
  afterAll(async () => {
    log?.stop();
    await portal?.close();
  });

  it('names the account, the act and the shape of the address when somebody may not do it', async () => {
    const helper = await aRepresentativeOf(portal, applicant);
    const browser = await signIn(portal, helper);
    await browser.visit(href('presence', 'en', { person: applicant.personId }));
    expect(browser.status).toBe(403);
    const who = { kind: 'representative', account: helper.accountId };
    expect(last()).toMatchObject({ status: 403, method: 'GET', why: 'permission', route: ROUTES.presence.en, ...who });
    expect(typeof last()?.time).toBe('number');
  });

  it('names who asks for a record of somebody else, and nobody for a page that is not there', async () => {
    const browser = await signIn(portal, applicant);
    await browser.visit(href('presence', 'en', { person: other.personId }));
    expect(browser.status).toBe(404);
    expect(last()).toMatchObject({ status: 404, kind: 'applicant', account: applicant.accountId });
    const before = refused().length;
    for (const somebody of [portal.visitor(), browser]) expect((await somebody.visit('/en/nothing')).status).toBe(404);
    expect(refused()).toHaveLength(before);
  });

  it('says why a form was refused: another site, no token, a method, too many tries', async () => {
    const visitor = await portal.visitor().visit(href('signIn', 'en'));
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    await visitor.raw('POST', href('signIn', 'en'), { ...form, 'Sec-Fetch-Site': 'cross-site' }, 'username=a');
    expect(last()).toMatchObject({ status: 403, method: 'POST', why: 'cross-site' });
    await visitor.raw('POST', href('signIn', 'en'), { ...form, 'Sec-Fetch-Site': 'same-origin' }, 'username=a');
    expect(last()).toMatchObject({ status: 403, why: 'token' });
    await visitor.raw('DELETE', href('help', 'en'));
    expect(last()).toMatchObject({ status: 405, method: 'DELETE', why: 'method not allowed' });
    for (let tries = 0; tries <= LIMITS.signInsPerAddress.points; tries++) {
      await visitor.visit(href('signIn', 'en'));
      await visitor.fill({ username: `nobody-${tries}`, password: 'a password of nobody at all' }).press('Sign in');
    }
    expect(visitor.status).toBe(429);
    expect(last()).toMatchObject({ status: 429, why: 'too many requests', route: href('signIn', 'en') });
  });

  it('counts each refused sign-in, whoever has the name or nobody', async () => {
    const count = () => log.lines().filter((line) => line.includes('a sign-in was refused')).length;
    const before = count();
    for (const username of [applicant.username, 'nobody-at-all']) {
      const visitor = await portal.visitor().visit(href('signIn', 'en'));
      await visitor.fill({ username, password: 'a password of nobody at all' }).press('Sign in');
      expect(visitor.status).toBe(422);
    }
    expect(count()).toBe(before + 2);
    expect(log.lines().join('\n')).not.toContain(applicant.username);
  });

  it('names whose password was wrong where it is asked for once more', async () => {
    const browser = await signIn(portal, applicant);
    await browser.visit(href('accountPassword', 'en'));
    await browser.fill({ currentPassword: 'not my password at all', newPassword: 'seven grey herons at dusk' }).pressEnter('newPassword');
    expect(browser.status).toBe(422);
    const lines = log.lines().map((line) => JSON.parse(line) as Line);
    expect(lines.at(-1)).toMatchObject({ msg: 'a password given once more was wrong', account: applicant.accountId, kind: 'applicant' });
    expect(log.lines().join('\n')).not.toMatch(/not my password|grey herons/);
  });

  it('holds nothing that was typed, in address or form', async () => {
    const visitor = portal.visitor();
    await visitor.raw('GET', '/en/invitation/Zyxwvutsrq%E0%A4%A');
    await visitor.raw('POST', `${href('signIn', 'en')}?q=Zyxwvutsrq`, { 'Sec-Fetch-Site': 'same-origin' }, 'username=Zyxwvutsrq');
    expect(last()).toMatchObject({ status: 403 });
    expect(log.lines().join('\n')).not.toMatch(/Zyxwvutsrq|a password of nobody|nobody-1/);
  });
});
