/**
 * `npm run checkers [-- --only budgets,nu,transcripts,ibm,orca] [--accept]`: every page in both languages, by checkers that are too slow or
 * too large for `npm test`. What is absent is named as skipped. Ends with 1 on faults. With --accept what screen readers say now is kept in
 * test/transcripts, to be read before it is committed. Without, the page on accessibility names each tool of
 * others that found nothing, with its day.
 */
import { parseArgs } from 'node:util';
import { launchChromium } from '../browser.js';
import { OwnPortal } from '../own-portal.js';
import { collectPages } from '../pages/collect.js';
import { keepChecked } from '../pages/last-run.js';
import { LIVELY } from '../pages/sample-portal.js';
import type { Checker, Fault } from './checker.js';
import { budgets } from './budgets.js';
import { ibm } from './ibm.js';
import { nu } from './nu.js';
import { orca } from './orca.js';
import { transcripts } from './transcripts.js';

const CHECKERS: Readonly<Record<string, Checker>> = { budgets, nu, transcripts, ibm, orca };

const { only, accept } = parseArgs({ options: { only: { type: 'string' }, accept: { type: 'boolean', default: false } } }).values;
const chosen = only?.split(',') ?? Object.keys(CHECKERS);
const unknown = chosen.filter((name) => !(name in CHECKERS));
if (unknown.length > 0) {
  console.error(`There is no checker ${unknown.join(', ')}. There are: ${Object.keys(CHECKERS).join(', ')}.`);
  process.exit(2);
}

console.log('Starting a portal of its own, on a fresh database…');
const portal = await OwnPortal.start(LIVELY);
const chromium = await launchChromium();
let kinds = 0;
try {
  const all = await collectPages(portal, () => undefined);
  const pages = all.filter(({ route }) => route !== 'mailboxPreview'); // what a mail's frame shows; test/mail judges it
  for (const name of chosen) {
    const checker = CHECKERS[name];
    const absent = checker?.absent();
    if (!checker || absent) {
      console.log(`skipped: ${name}, ${absent}`);
      continue;
    }
    const begun = performance.now();
    const found = grouped(await checker.check({ address: portal.address, pages, chromium, accept }));
    for (const [what, on] of found) console.log(`${name}: ${what} · ${on.length}: ${on.slice(0, 3).join(' ')}`);
    console.log(`${name}: ${found.size} kinds of faults after ${Math.round((performance.now() - begun) / 1_000)} seconds`);
    kinds += found.size;
    const version = checker.version();
    if (found.size === 0 && version && !accept) keepChecked({ name, version });
  }
} finally {
  await chromium.close();
  await portal.stop();
}
process.exit(kinds === 0 ? 0 : 1);

/** Where each fault was found. */
function grouped(faults: readonly Fault[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { what, on } of faults) found.set(what, [...(found.get(what) ?? []), `${on.language} ${on.path}`]);
  return found;
}
