import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { versionOf } from '../pages/last-run.js';
import { PageMirror } from '../pages/page-mirror.js';
import { isAdmitted, neverSaid } from './admitted.js';
import { type Checker, type Fault, onceEach } from './checker.js';

const ENGINE = readFileSync(createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js'), 'utf8');

/** What the engine says of one element. */
interface Finding {
  readonly rule: string;
  readonly message: string;
  readonly snippet: string;
}

/** In the page, where the engine was read: what it finds broken, or probably broken; what it would have a person look at is left out. */
const FINDINGS = `new ace.Checker().check(document, ['IBM_Accessibility', 'WCAG_2_2']).then(({ results }) => results
  .filter(({ value: [level, outcome] }) => level === 'VIOLATION' && (outcome === 'FAIL' || outcome === 'POTENTIAL'))
  .map(({ ruleId, message, snippet }) => ({ rule: ruleId, message, snippet })))`;

/** The engine of IBM's Equal Access, in the page: it finds what axe does not look for. About a second a page, so each page once. */
export const ibm: Checker = {
  version: () => versionOf('accessibility-checker-engine'),
  absent: () => null,
  async check({ chromium, address, pages }) {
    const mirror = await PageMirror.open(chromium, address, { width: 1280, height: 900, scripts: false });
    const faults: Fault[] = [];
    for (const on of onceEach(pages)) {
      const found = await findingsOn(await mirror.rewrite(on));
      const wrong = found.filter(({ rule, snippet }) => !isAdmitted('ibm', rule, snippet, on.route));
      faults.push(...wrong.map(({ rule, message, snippet }) => ({ what: `${rule}: ${message} ${snippet.slice(0, 150)}`, on })));
    }
    await mirror.close();
    return [...faults, ...neverSaid('ibm')];
  },
};

async function findingsOn(page: Page): Promise<Finding[]> {
  if (!(await page.evaluate<boolean>('"ace" in window'))) await page.evaluate(ENGINE);
  return page.evaluate<Finding[]>(FINDINGS);
}
