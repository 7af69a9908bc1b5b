import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { LANGUAGES, type Language } from '../../src/language/language.js';
import type { RouteName } from '../../src/language/route-table.js';
import { firefoxPath, launchFirefox } from '../browser.js';
import { PageMirror } from '../pages/page-mirror.js';
import { isForeign } from '../pages/probes-words.js';
import { absentWithout, type Checker, type Fault } from './checker.js';
import { Desktop, DESKTOP_PROGRAMS } from './desktop.js';
import { keep } from './kept-text.js';
import { withoutMoment } from './without-moment.js';

/** The pages on which most depends, in the state in which most is said. */
const PAGES: readonly (readonly [RouteName, number])[] = [
  ['signIn', 422],
  ['presence', 200],
  ['homeAddress', 422],
  ['photoFrame', 200],
  ['photoFindings', 200],
  ['status', 200],
];
/** Debian's own: another one lacks the bindings of AT-SPI. */
const PYTHON = '/usr/bin/python3';
const TREE = fileURLToPath(new URL('./atspi-tree.py', import.meta.url));
/** Milliseconds without a word after which Orca has said all. */
const SILENCE = 1_200;
/** What Orca says of Firefox's own window. */
const OF_THE_WINDOW = /tool bar$|^Search (with|or) .*combo box|^http|^Finished loading\.$|Mozilla Firefox/;
/** With what it begins a page; before it stands what it said last of the window. */
const OF_A_PAGE = /document web\.$|panel\.$/;
const MOST_STOPS = 60;

type AccessibleObject = readonly [role: string, name: string, language: string];

/**
 * Six pages in Firefox with Orca, a real screen reader, which reads each from the top and then from stop to stop of the Tab key: every name
 * must be heard. And the language of each accessible object, which no checker in the page sees (WCAG 3.1.1, 3.1.2). What Orca said is kept in
 * test/transcripts/orca to be read, and not compared: it leaves out what it has no time for. Its own words are English, as the desktop is.
 */
export const orca: Checker = {
  version: () => spawnSync('orca', ['--version'], { encoding: 'utf8' }).stdout.trim(),
  absent: () =>
    absentWithout(...DESKTOP_PROGRAMS, 'orca', PYTHON) ?? (firefoxPath() ? null : 'Firefox not installed (npm run setup:debian)'),
  async check({ address, pages, accept }) {
    const desktop = await Desktop.open();
    const log = join(desktop.folder, 'orca.log');
    desktop.start('orca', '--debug-file', log);
    const firefox = await launchFirefox(firefoxPath() ?? '', {}, desktop.environment);
    const faults: Fault[] = [];
    try {
      const mirror = await PageMirror.open(firefox, address, { width: 1280, height: 800, scripts: true });
      await spoken(log);
      for (const [route, status] of PAGES) {
        for (const language of LANGUAGES) {
          const on = pages.find((page) => page.route === route && page.status === status && page.language === language);
          if (!on) throw new Error(`nobody met ${route} with ${status} in ${language}`);
          const before = (await spoken(log)).length;
          const page = await mirror.show(on);
          await spoken(log);
          const objects = await objectsOf(await page.title(), desktop);
          if (!(await tabThrough(page, log))) faults.push({ what: `${MOST_STOPS} presses of the Tab key do not reach the last link`, on });
          const heard = (await spoken(log)).slice(before).filter((words) => !OF_THE_WINDOW.test(words));
          const [, lastLink = ''] = objects.findLast(([role]) => role === 'link') ?? [];
          const said = heard.slice(
            Math.max(
              0,
              heard.findIndex((words) => OF_A_PAGE.test(words)),
            ),
            heard.findLastIndex((words) => words.startsWith(lastLink)) + 1,
          );
          if (accept) keep(join('orca', language, `${route}.txt`), said.map(withoutMoment));
          faults.push(...[...wrongLanguages(objects, language), ...unsaid(objects, said)].map((what) => ({ what, on })));
        }
      }
    } finally {
      await firefox.close();
      desktop.close();
    }
    return faults;
  },
};

/** What Orca has said so far, once it is silent: its log holds every word, whether or not there is a voice. */
async function spoken(log: string): Promise<string[]> {
  const read = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  for (let [before, now] = ['', read()]; now !== before || now === ''; [before, now] = [now, read()]) await wait(SILENCE);
  return [...read().matchAll(/SPEECH OUTPUT: '(.*?)'(?:\s*voice=.*|\{.*)?$/gm)].map(([, words = '']) => words.trim()).filter(Boolean);
}

async function objectsOf(title: string, desktop: Desktop): Promise<AccessibleObject[]> {
  const { stdout } = await promisify(execFile)(PYTHON, [TREE, title], { env: { ...desktop.environment }, maxBuffer: 16 * 1024 * 1024 });
  return JSON.parse(stdout) as AccessibleObject[];
}

/** What a synthesizer would read in the voice of the wrong language. */
function wrongLanguages(objects: readonly AccessibleObject[], language: Language): string[] {
  const [root] = objects;
  if (!root) return ['Firefox shows no accessible page'];
  const unknown = objects.filter(([, , its]) => its !== 'en' && its !== 'fr');
  const foreign = objects.filter(([, name, its]) => isForeign(name, its === 'fr' ? 'fr' : 'en'));
  return [
    ...(root[2] === language ? [] : [`the page itself is in "${root[2]}"`]),
    ...unknown.map(([role, name, its]) => `${role} "${name}" is in the language "${its}"`),
    ...foreign.map(([role, name, its]) => `${role} "${name}" is marked as "${its}"`),
  ];
}

const HEARD_BY_NAME = ['heading', 'link', 'push button', 'entry', 'password text', 'check box', 'radio button', 'combo box'];

/** Names that were never said. */
function unsaid(objects: readonly AccessibleObject[], said: readonly string[]): string[] {
  const all = plain(said.join(' '));
  return objects
    .filter(
      ([role, name]) =>
        HEARD_BY_NAME.includes(role) &&
        !plain(name)
          .split(' ')
          .every((word) => all.includes(word)),
    )
    .map(([role, name]) => `Orca does not say the ${role} "${name}"`);
}

/** Words alone: Orca parts sentences, and says signs otherwise. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

/**
 * Back to the top where the focus is elsewhere, as on a page with errors, and from there to the end of the page.
 * @returns whether the end was reached
 */
async function tabThrough(page: Page, log: string): Promise<boolean> {
  const isAtTop = `[document.body, document.querySelector('a[href]')].includes(document.activeElement)`;
  for (let stop = 0; stop < MOST_STOPS && !(await page.evaluate<boolean>(isAtTop)); stop++) await press(page, 'Shift+Tab');
  const isAtEnd = `(() => { const all = [...document.querySelectorAll('footer a[href]')]; return document.activeElement === all.at(-1); })()`;
  for (let stop = 0; stop < MOST_STOPS && !(await page.evaluate<boolean>(isAtEnd)); stop++) await press(page, 'Tab');
  const isThere = await page.evaluate<boolean>(isAtEnd);
  await press(page, 'Shift+Tab'); // what it says last it writes once it says more, which is not of the way through the page
  await spoken(log);
  return isThere;
}

/** As a person would: else Orca leaves out what it has no time for. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await wait(400);
}
