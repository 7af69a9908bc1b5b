import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BreachedPasswords } from '../../src/accounts/breached-passwords.js';
import { href } from '../../src/language/routes.js';
import { aPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const LINES = 300_000;
const KNOWN = 'eleven brass kettles whistle';
const folder = join(process.env.TEST_FOLDER ?? '', `breached-${randomBytes(4).toString('hex')}`);
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex').toUpperCase();
const write = (name: string, text: string): string => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

/** TRUST.md 12: an operator's file of breached hashes, looked for on the disk. */
describe('a list of breached passwords', () => {
  const known = [KNOWN, ...Array.from({ length: LINES }, (_, at) => `breached ${at}`)];
  const sorted = known.map(sha1).sort();
  const file = write('list.txt', sorted.map((hash, at) => `${hash}:${at % 100_000}`).join('\n'));

  it('holds what is in it, first and last lines included, and nothing else', async () => {
    const list = await BreachedPasswords.open(file);
    for (const password of [KNOWN, ...known.filter((_, at) => at % 3001 === 0)])
      expect([password, await list.has(password)]).toEqual([password, true]);
    for (const end of [sorted[0], sorted.at(-1)]) {
      const password = known.find((one) => sha1(one) === end) ?? '';
      expect(await list.has(password)).toBe(true);
    }
    for (let at = 0; at < 300; at++) expect(await list.has(`not breached ${at}`)).toBe(false);
    await list.onApplicationShutdown();
  });

  it.each([
    ['without counts', sorted.slice(0, 999).join('\n')],
    ['with a line break at its end, and Windows line breaks', `${sorted.slice(0, 999).join(':7\r\n')}:7\r\n`],
    ['in small letters', sorted.slice(0, 999).join('\n').toLowerCase()],
    ['of one line', sorted[0] ?? ''],
  ])('may be %s', async (_how, text) => {
    const list = await BreachedPasswords.open(write('other.txt', text));
    const password = known.find((one) => sha1(one) === sorted[0]) ?? '';
    expect([await list.has(password), await list.has('not breached')]).toEqual([true, false]);
    await list.onApplicationShutdown();
  });

  it.each([
    ['is not there', null, /can't be read \(ENOENT\)/],
    ['is empty', '', /is empty/],
    ['is not sorted', [...sorted].reverse().join('\n'), /must be sorted/],
    ['is sorted by its counts', [...sorted].sort((a, b) => (a.slice(9) < b.slice(9) ? -1 : 1)).join('\n'), /must be sorted/],
    ['holds something else', 'password\nmotdepasse\n', /must hold lines of a SHA-1/],
  ])('that %s is refused when the portal starts, and it says why', async (_what, text, why) => {
    const path = text === null ? join(folder, 'nowhere.txt') : write('wrong.txt', text);
    await expect(BreachedPasswords.open(path)).rejects.toThrow(why);
  });

  it.each(['en', 'fr'] as const)('a password in it is refused where one is chosen, with the reason (%s)', async (language) => {
    const portal = await aPortal({ environment: { BREACHED_PASSWORDS_FILE: file } });
    try {
      const browser = await signIn(portal, await anApplicant(portal, { stage: 'temporary', language }));
      expect(browser.path).toBe(href('firstSignIn', language));
      await browser.fill({ newPassword: KNOWN }).pressEnter('newPassword');
      expect(browser.status).toBe(422);
      expect(browser.errors().newPassword).toMatch(language === 'en' ? /known from a break-in/ : /volé sur un autre site/);
      await browser.fill({ newPassword: `${KNOWN} twice` }).pressEnter('newPassword');
      expect(browser.path).toBe(href('passwordChanged', language));
    } finally {
      await portal.close();
    }
  });
});
