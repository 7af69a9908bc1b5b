import { readConfig } from '../../src/config.js';
import { href } from '../../src/language/routes.js';
import { LIMITS } from '../../src/security/request-limits.js';
import { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';

/** TRUST.md 10: forwarded addresses count only when a listed proxy says them; the request comes from 127.0.0.1 in all of these. */
describe.each([
  ['nobody is listed', ''],
  ['others are listed', '10.0.0.0/8, 192.0.2.7'],
])('when %s', (_what, list) => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal({ environment: { TRUST_PROXY: list } });
  });
  afterAll(() => portal.close());

  it('a stranger gets no more tries by making up addresses', async () => {
    const statuses = await triesFromMadeUpAddresses(portal, (number) => `203.0.113.${number}`);
    expect(statuses.slice(-1)).toEqual([429]);
    expect(statuses.filter((status) => status !== 429)).toHaveLength(LIMITS.signInsPerAddress.points);
  });
});

describe('when this machine is listed as a proxy', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal({ environment: { TRUST_PROXY: 'loopback' } });
  });
  afterAll(() => portal.close());

  it('the address it says counts', async () => {
    const statuses = await triesFromMadeUpAddresses(portal, (number) => `203.0.113.${number}`);
    expect(new Set(statuses)).toEqual(new Set([422]));
  });

  it('the address it says last counts, not what its client said before', async () => {
    const statuses = await triesFromMadeUpAddresses(portal, (number) => `203.0.113.${number}, 198.51.100.9`);
    expect(statuses.slice(-1)).toEqual([429]);
  });

  it('nothing else it forwards is believed: no host, no protocol', async () => {
    const answer = await portal
      .visitor({ headers: { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http' } })
      .raw('GET', '/en/account');
    expect(answer.headers.location).toBe('/en/sign-in');
    expect(String(answer.headers['set-cookie'])).toMatch(/; Secure/);
  });
});

/** One try more than an address has, each for another account. */
async function triesFromMadeUpAddresses(portal: TestPortal, address: (number: number) => string): Promise<number[]> {
  const statuses: number[] = [];
  for (let number = 1; number <= LIMITS.signInsPerAddress.points + 1; number++) {
    const browser = new Visitor(portal.address, { headers: { 'X-Forwarded-For': address(number) } });
    await browser.visit(href('signIn', 'en'));
    await browser.fill({ username: `PR-0000-${number}`, password: 'not the password of anybody' }).press('Sign in');
    statuses.push(browser.status);
  }
  return statuses;
}

describe('TRUST_PROXY', () => {
  it.each(['loopback', '10.0.0.7', '10.0.0.0/24, fd00::/8', 'uniquelocal,linklocal', '::1'])('may be %s', (list) => {
    expect(readConfig({ TRUST_PROXY: list, DATA_DIR: process.env.TEST_FOLDER }).trustProxy).toEqual(list.split(/, ?/));
  });

  it.each(['true', '1', '*', 'proxy.example', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.256', 'loopback 10.0.0.1'])(
    'is refused with a word on what it takes when it is %s',
    (list) => {
      expect(() => readConfig({ TRUST_PROXY: list, DATA_DIR: process.env.TEST_FOLDER })).toThrow(/TRUST_PROXY: addresses of proxies/);
    },
  );
});
