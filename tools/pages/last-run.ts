import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/config.js';
import { TESTED, type Tested, tested } from '../../src/pages/tested.js';

/** Of an installed package. */
export const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;

/** Browser after browser, scripts off before on, whatever ended first. */
const asTold = (a: Tested['rounds'][number], b: typeof a): number => `${a.browser} ${a.scripts}`.localeCompare(`${b.browser} ${b.scripts}`);

type Found = Pick<Tested, 'all' | 'faults' | 'rounds' | 'walks'>;

/** Writes what the page on accessibility says of the last run; it is committed with the code. */
export function keepRun({ all, faults, rounds, walks }: Found): void {
  const tools = ['axe-core', 'html-validate'].map((name) => ({ name, version: versionOf(name) }));
  write({ ...tested(), on: today(), faults, all, tools, rounds: rounds.toSorted(asTold), walks: walks.toSorted() });
}

/**
 * Once faults are mended: a condition under which all pages were looked at again replaces its part of the last run. A page that could not be
 * shown at all stays a fault until the next whole run, and so does everything once there are other pages.
 */
export function keepAgain({ all, faults, rounds }: Found): void {
  const last = tested();
  if (last.all !== all) return console.log(`not told: the last whole run was of ${last.all} pages, and now there are ${all}`);
  const again = rounds.flatMap(({ browser, scripts, conditions }) =>
    conditions.map((name) => `${browser}, scripts ${scripts}, ${name.replaceAll('-', ' ')}:`),
  );
  const others = last.faults.filter((fault) => !['markup:', ...again].some((beginning) => fault.startsWith(beginning)));
  write({ ...last, faults: [...others, ...faults] });
}

/** Tells of a checker of `npm run checkers` that found nothing on any page today. */
export function keepChecked({ name, version }: { readonly name: string; readonly version: string }): void {
  const last = tested();
  const others = last.checked.filter((one) => one.name !== name);
  write({ ...last, checked: [...others, { name, version, on: today() }].toSorted((a, b) => a.name.localeCompare(b.name)) });
}

const today = (): string => new Date().toISOString().slice(0, 10);
const write = (run: Tested): void => writeFileSync(join(ROOT, TESTED), `${JSON.stringify(run, null, 2)}\n`);
