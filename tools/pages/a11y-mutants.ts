/**
 * `npm run a11y:mutants [-- --only WORDS,WORDS…]`: what the probes of a page are worth. Seeds each defect of mutants.ts, or those that are called
 * so, into a page of each language that has a place for it, and prints how many are caught: at least 95%, or the command ends with 1.
 */
import { parseArgs } from 'node:util';
import { LANGUAGES } from '../../src/language/language.js';
import { launchChromium } from '../browser.js';
import { OwnPortal } from '../own-portal.js';
import { collectPages } from './collect.js';
import { seeded } from './mutant.js';
import { MUTANTS } from './mutants.js';
import { PageMirror } from './page-mirror.js';
import { faultsInMarkup } from './probes-markup.js';
import { faultsAsShown } from './probes-shown.js';
import { LIVELY } from './sample-portal.js';
import type { SeenPage } from './seen-page.js';

const GOAL = 0.95;
const { only = '' } = parseArgs({ options: { only: { type: 'string' } } }).values;
const mutants = MUTANTS.filter(({ name }) => only.split(',').some((words) => name.includes(words)));

console.log('Starting a portal of its own, on a fresh database…');
const portal = await OwnPortal.start(LIVELY);
const browser = await launchChromium();
const mirror = await PageMirror.open(browser, portal.address, { width: 1280, height: 900, scripts: false });
const known = new Map<SeenPage, ReadonlySet<string>>();

const faultsOf = async (page: SeenPage): Promise<string[]> => [
  ...(await faultsInMarkup(page)),
  ...(await faultsAsShown(await mirror.rewrite(page))),
];
const knownOf = async (page: SeenPage): Promise<ReadonlySet<string>> => {
  const before = known.get(page) ?? new Set(await faultsOf(page));
  known.set(page, before);
  return before;
};

const missed: string[] = [];
let tried = 0;
try {
  const pages = (await collectPages(portal, () => undefined)).filter(({ route }) => route !== null && !route.startsWith('mailbox'));
  for (const mutant of mutants) {
    for (const language of LANGUAGES.filter((one) => one === (mutant.language ?? one))) {
      const page = pages.find((one) => one.language === language && seeded(one.html, mutant) !== null);
      if (!page) throw new Error(`no page has a place for "${mutant.name}" in ${language}`);
      const before = await knownOf(page);
      const found = (await faultsOf({ ...page, html: seeded(page.html, mutant) ?? '' })).filter((fault) => !before.has(fault));
      tried++;
      if (found.length === 0) missed.push(`${mutant.name} (${language}, ${page.path})`);
      console.log(`${found.length > 0 ? 'caught' : 'MISSED'} ${language} ${mutant.name}${found[0] ? `: ${found[0].slice(0, 100)}` : ''}`);
    }
  }
} finally {
  await browser.close();
  await portal.stop();
}
const share = (tried - missed.length) / tried;
console.log(`\n${mutants.length} defects, ${tried} pages with one: ${tried - missed.length} caught, ${(share * 100).toFixed(1)}%`);
for (const one of missed) console.log(`missed: ${one}`);
process.exit(share >= GOAL ? 0 : 1);
