import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../src/config.js';
import { TESTED, type Tested } from '../../src/pages/tested.js';

const versionOf = (name: string): string => {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};

/** Browser after browser, scripts off before on, whatever ended first. */
const asTold = (a: Tested['rounds'][number], b: typeof a): number => `${a.browser} ${a.scripts}`.localeCompare(`${b.browser} ${b.scripts}`);

/** Writes what the page on accessibility says of the last run; it is committed with the code. */
export function keepRun({ all, faults, rounds }: Pick<Tested, 'all' | 'faults' | 'rounds'>): void {
  const tools = ['axe-core', 'html-validate'].map((name) => ({ name, version: versionOf(name) }));
  const run: Tested = { on: new Date().toISOString().slice(0, 10), faults, all, tools, rounds: rounds.toSorted(asTold) };
  writeFileSync(join(ROOT, TESTED), `${JSON.stringify(run, null, 2)}\n`);
}
