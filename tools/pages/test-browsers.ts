/**
 * `npm run test:browsers [-- --every N] [--only WORDS] [--condition NAME]`: every page in every state and language, or every Nth of
 * them, under each condition, in each browser that is here, and in each the whole way by somebody who presses every
 * button twice and goes back from every page, and without scripts.
 * Two browsers are at work at any time. What is absent is named as skipped. A run of all pages is told to the page on accessibility; one
 * under some conditions replaces their part there. Ends with 1 on faults.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { OWN_COLOURS_AND_LARGE_TEXT, firefoxPath, launchChromium, launchFirefox } from '../browser.js';
import type { Tested } from '../../src/pages/tested.js';
import { OwnPortal } from '../own-portal.js';
import { collectPages } from './collect.js';
import { IN_CHROMIUM, IN_FIREFOX, type Round } from './conditions.js';
import { keepAgain, keepRun } from './last-run.js';
import { faultsInMarkup } from './probes-markup.js';
import { goRound } from './round.js';
import { LIVELY } from './sample-portal.js';
import type { SeenPage } from './seen-page.js';
import { nervousWalk, walkWithoutScripts } from './whole-ways.js';

const { every, only, condition } = parseArgs({
  options: { every: { type: 'string', default: '1' }, only: { type: 'string' }, condition: { type: 'string' } },
}).values;
/** Milliseconds for the whole way, the slower by somebody who presses twice. */
const WALK_MOST = 15 * 60_000;
/** So many browsers at once: each keeps a core busy. */
const AT_ONCE = 2;
const begun = performance.now();
const minutes = (since = begun): string => ((performance.now() - since) / 60_000).toFixed(1);
const firefox = firefoxPath();

const places = new Map<string, string[]>();
const keep = (fault: string, { language, path }: Pick<SeenPage, 'language' | 'path'>): void => {
  if (!places.has(fault)) console.log(`FAULT ${fault}: ${language} ${path}`);
  places.set(fault, [...(places.get(fault) ?? []), `${language} ${path}`]);
};
const rounds: Tested['rounds'][number][] = [];
const walks: string[] = [];

console.log('Starting a portal of its own, on a fresh database…');
const portal = await OwnPortal.start(LIVELY);
try {
  const met = await collectPages(portal, (part) => console.log(`${part}, after ${minutes()} minutes`));
  const all = met.filter(({ route }) => !route?.startsWith('mailbox')); // for developers alone; test/mail judges the mails
  const pages = all.filter(({ route, path }, at) => at % Number(every) === 0 && (!only || `${route} ${path}`.includes(only)));
  for (const seen of pages) for (const fault of await faultsInMarkup(seen)) keep(`markup: ${fault}`, seen);
  console.log(`markup: ${pages.length} pages, after ${minutes()} minutes`);
  if (!firefox) console.log('skipped: Firefox, which is not installed (npm run setup:debian)');
  const inFirefox = ({ wishes }: Pick<Round, 'wishes'>) => launchFirefox(firefox ?? '', wishes ? OWN_COLOURS_AND_LARGE_TEXT : {});
  // Firefox is the slower by far: what takes longest begins first
  const tasks = [
    ...(firefox ? tasksIn('Firefox', pages, IN_FIREFOX, inFirefox) : []),
    ...tasksIn('Chromium', pages, IN_CHROMIUM, launchChromium),
  ];
  if (!only && !condition)
    tasks.push(...(firefox ? [() => wholeWays('Firefox', inFirefox)] : []), () => wholeWays('Chromium', launchChromium));
  const takeTasks = async (): Promise<void> => {
    for (let task = tasks.shift(); task; task = tasks.shift()) await task();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTasks));
  const found = { all: all.length, faults: [...places.keys()], rounds, walks };
  if (pages.length === all.length) (condition ? keepAgain : keepRun)(found);
} finally {
  await portal.stop();
}
for (const [fault, where] of places) console.log(`${fault} · ${where.length}: ${where.slice(0, 3).join(' ')}`);
console.log(
  `${rounds.reduce((sum, { pages, conditions }) => sum + pages * conditions.length, 0)} looks at pages in ${minutes()} minutes: ${places.size} kinds of faults`,
);
process.exit(places.size === 0 ? 0 : 1);

/** All rounds in a browser of this name: what can be done one after the other or at once. */
function tasksIn(
  name: string,
  pages: readonly SeenPage[],
  its: readonly Round[],
  launch: (round: Pick<Round, 'wishes'>) => Promise<Browser>,
): (() => Promise<void>)[] {
  const chosen = its
    .map((round) => ({ ...round, conditions: round.conditions.filter((one) => !condition || one.name.includes(condition)) }))
    .filter(({ conditions }) => conditions.length > 0);
  return chosen.map((round) => async () => {
    const [since, browser] = [performance.now(), await launch(round)];
    const scripts = round.scripts ? 'on' : 'off';
    const spent = await goRound(browser, portal.address, pages, round, (what, seen, faults) => {
      for (const fault of faults) keep(`${name}, scripts ${scripts}, ${what}: ${fault}`, seen);
    });
    const names = round.conditions.map((one) => one.name.replaceAll(' ', '-'));
    rounds.push({ browser: name, version: browser.version(), scripts, pages: pages.length, conditions: names });
    await browser.close();
    const parts = [...spent].map(([what, milliseconds]) => `${what} ${(milliseconds / 60_000).toFixed(1)}`);
    console.log(
      `${name}, scripts ${scripts}: ${pages.length} pages in ${minutes(since)} minutes (${parts.join(', ')}), after ${minutes()}`,
    );
  });
}

/** The whole way by somebody who presses every button twice, and without scripts. */
async function wholeWays(name: string, launch: (round: Pick<Round, 'wishes'>) => Promise<Browser>): Promise<void> {
  const ways = { 'pressing twice and going back': nervousWalk, 'without scripts': walkWithoutScripts };
  const found: string[] = [];
  for (const [how, walk] of Object.entries(ways)) {
    const [since, browser] = [performance.now(), await launch({})];
    const late = wait(WALK_MOST, [`${how}: did not come to its end`], { ref: false });
    found.push(...(await Promise.race([walk(browser, name, portal), late])));
    await browser.close();
    console.log(`${name}, ${how}: the whole way in ${minutes(since)} minutes, after ${minutes()}`);
  }
  for (const fault of found) keep(`${name}: ${fault}`, { language: 'en', path: '' });
  if (found.length === 0) walks.push(name);
}
