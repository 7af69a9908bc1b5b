import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/config.js';
import { href } from '../../src/language/routes.js';
import { LIMITS } from '../../src/security/request-limits.js';
import { SESSION_COOKIE } from '../../src/sessions/session.rules.js';
import { Visitor } from '../../tools/visitor.js';
import { aPortal, SECRETS, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';

/** What is built serves: `npm test` builds first. */
const MAIN = join(ROOT, 'dist', 'main.js');

let portal: TestPortal;
const children: ChildProcess[] = [];
const folders: string[] = [];
const addresses: string[] = [];
beforeAll(async () => {
  portal = await aPortal();
  addresses.push(...(await Promise.all([1, 2].map(startProcess))));
});
afterAll(async () => {
  await Promise.all(
    children.map((child) => {
      const ended = new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
      child.kill('SIGTERM');
      return ended;
    }),
  );
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  await portal.close();
});

/** One more process of the portal on the same database, as a load balancer would have behind it. */
function startProcess(number: number): Promise<string> {
  const folder = join(portal.dataDir, `process-${number}`);
  mkdirSync(folder, { recursive: true });
  folders.push(folder);
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: folder,
    DATABASE_URL: portal.database.databaseUrl,
    MIGRATION_DATABASE_URL: portal.database.migrationDatabaseUrl,
    TRUST_PROXY: 'loopback',
    OVERLOAD_LAG_MS: '0',
    ...SECRETS,
  };
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /^Portal ready at (\S+)$/m.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the portal ended with ${code}:\n${said}`)));
  });
}

let nextHost = 1;
const aNetworkAddress = (): string => `198.51.100.${nextHost++}`;

/** Tries passwords from several clients at once, each through both processes in turn; the statuses that came back. */
async function attack(tries: number, username: (number: number) => string, from: (number: number) => string): Promise<number[]> {
  const one = async (number: number): Promise<number> => {
    const browser = new Visitor(addresses[number % 2] ?? '', { headers: { 'X-Forwarded-For': from(number) } });
    await browser.visit(href('signIn', 'en'));
    await browser.fill({ username: username(number), password: `wrong password ${number}` }).press('Sign in');
    return browser.status;
  };
  return Promise.all(Array.from({ length: tries }, (_, number) => one(number)));
}

const passedOf = (statuses: number[]): number => statuses.filter((status) => status !== 429).length;

/** TRUST.md 7: limits live in PostgreSQL, so that more processes give an attacker no more tries. */
describe('an attack through two processes', () => {
  it('on one account from one address has as many tries as through one', async () => {
    const [{ username }, address] = [await anApplicant(portal), aNetworkAddress()];
    const statuses = await attack(
      18,
      () => username,
      () => address,
    );
    expect(passedOf(statuses)).toBe(LIMITS.wrongPasswords.points);
    expect(new Set(statuses)).toEqual(new Set([422, 429]));
  });

  it('on many accounts from one address has as many tries as through one', async () => {
    const address = aNetworkAddress();
    const statuses = await attack(
      LIMITS.signInsPerAddress.points + 10,
      (number) => `PR-${number}`,
      () => address,
    );
    expect(passedOf(statuses)).toBe(LIMITS.signInsPerAddress.points);
  });

  it('locks nobody out: the owner signs in from elsewhere, through either', async () => {
    const person = await anApplicant(portal);
    const address = aNetworkAddress();
    await attack(
      12,
      () => person.username,
      () => address,
    );
    for (const process of addresses) {
      const browser = new Visitor(process, { headers: { 'X-Forwarded-For': aNetworkAddress() } });
      await browser.visit(href('signIn', 'en'));
      await browser.fill({ username: person.username, password: person.password }).press('Sign in');
      expect(browser.path).toBe(href('confirmation', 'en'));
    }
  });

  it('asks for password links from one address no oftener than through one', async () => {
    const address = aNetworkAddress();
    const one = async (number: number): Promise<number> => {
      const browser = new Visitor(addresses[number % 2] ?? '', { headers: { 'X-Forwarded-For': address } });
      await browser.visit(href('passwordReset', 'en'));
      const body = new URLSearchParams({ _csrf: browser.csrfToken, usernameOrEmail: `nobody-${number}@mail.example` });
      const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
      return (await browser.raw('POST', href('passwordReset', 'en'), headers, body.toString())).status;
    };
    const most = LIMITS.resetsPerAddress.points;
    const statuses = await Promise.all(Array.from({ length: most + 8 }, (_, number) => one(number)));
    expect(passedOf(statuses)).toBe(most);
  });
});

it('a session begun in one process is known in the other, and ended there is ended in both', async () => {
  const person = await anApplicant(portal);
  const [one = '', two = ''] = addresses;
  const first = new Visitor(one, { headers: { 'X-Forwarded-For': aNetworkAddress() } });
  await first.visit(href('signIn', 'en'));
  await first.fill({ username: person.username, password: person.password }).press('Sign in');
  const second = new Visitor(two);
  second.cookies.set(SESSION_COOKIE, first.cookies.get(SESSION_COOKIE) ?? '');
  await second.visit(href('account', 'en'));
  expect(second.status).toBe(200);
  await second.press('Sign out');
  await first.visit(href('account', 'en'));
  expect(first.path).toBe(href('sessionEnded', 'en'));
});
