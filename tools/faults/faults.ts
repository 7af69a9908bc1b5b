/**
 * `npm run faults [-- --only WORDS] [--steps reply,signIn,…]`: brings up a department of its own on loopback (two processes for pages, two workers,
 * PostgreSQL, an S3 store, a mail server, each behind a proxy that spoils), walks the whole way once for each fault, which strikes at every
 * step as its form is sent, and compares what people were told with what is there. Prints fault × step; ends with 1 when something does not fit.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Translator } from '../../src/language/translator.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { Visitor } from '../visitor.js';
import { Department, type Extra } from '../department/department.js';
import { SmallDisk } from '../department/small-disk.js';
import { type Fault, FAULTS } from './faults-list.js';
import { Ledger } from './ledger.js';
import type { Met } from './persevering.js';
import { signInOfficer } from './preparations.js';
import { Probe } from './probe.js';
import { type OnTheWay, STEPS, type Step, Way } from './way.js';

const { only, steps } = parseArgs({ options: { only: { type: 'string' }, steps: { type: 'string' } } }).values;
const chosen = Object.entries(FAULTS).filter(([name]) => !only || only.split(',').some((words) => name.includes(words)));
const struck: readonly string[] = steps?.split(',') ?? STEPS;
if (chosen.length === 0 || struck.some((step) => !(STEPS as readonly string[]).includes(step))) {
  console.error(`Faults: ${Object.keys(FAULTS).join(', ')}\nSteps: ${STEPS.join(', ')}`);
  process.exit(2);
}

const problems: string[] = [];
const told: string[] = [];
const table = new Map<string, Map<Step, string>>();
const words = new Translator();
let department: Department | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void department?.stop().then(() => process.exit(130)));

for (const [extra, faults] of Map.groupBy(chosen, ([, fault]) => fault.needs)) {
  if (extra !== 'a small disk' || SmallDisk.canBe(mkdtempSync(join(tmpdir(), 'portal-disk-')))) await inDepartment(extra, faults);
  else told.push(`Not tried, as only root can mount a disk: ${faults.map(([name]) => name).join(', ')}.`);
}
console.log(`| Fault | ${STEPS.join(' | ')} |\n|${' --- |'.repeat(STEPS.length + 1)}`);
for (const [name, cells] of table) console.log(`| ${name} | ${STEPS.map((step) => cells.get(step) ?? '').join(' | ')} |`);
console.log(`\n${told.join('\n')}`);
console.log(problems.length === 0 ? 'Nothing was lost, nothing is there twice, nobody was stuck.' : problems.join('\n'));
process.exit(problems.length === 0 ? 0 : 1);

async function inDepartment(extra: Extra | undefined, faults: typeof chosen): Promise<void> {
  try {
    console.error('Starting a department of its own…');
    department = await Department.start({ extra });
    const photo = { name: 'photo.jpg', type: 'image/jpeg', bytes: await drawPortrait() };
    const officer = await signInOfficer(department, new Visitor(department.address, { headers: { 'X-Forwarded-For': '198.18.0.1' } }));
    const ledger = new Ledger();
    for (const [index, [name, fault]] of faults.entries()) {
      console.error(`— ${name}`);
      const way = { department, probe: new Probe(index + 1, words), photo, officer };
      table.set(name, await wholeWay(name, fault, way, ledger));
    }
    const compared = await ledger.reconcile(department);
    problems.push(...compared.problems);
    told.push(...compared.told);
  } finally {
    await department?.stop();
  }
}

/** @returns what was met at each step, as far as somebody came */
async function wholeWay(name: string, fault: Fault, on: OnTheWay, ledger: Ledger): Promise<Map<Step, string>> {
  const cells = new Map<Step, string>();
  const way = new Way(on);
  for (const step of STEPS) {
    const isStruck = struck.includes(step);
    try {
      const began = performance.now();
      const met = await strikeAt(on.department, way, step, isStruck ? fault : null);
      ledger.acknowledge(name, step, on.probe.personId);
      cells.set(step, isStruck ? inWords(met, performance.now() - began) : '–');
      console.error(`  ${step}: ${cells.get(step)}`);
    } catch (cause) {
      cells.set(step, '**stuck**');
      problems.push(`${name} × ${step}: ${Error.isError(cause) ? cause.message : cause}`);
      console.error(`  ${problems.at(-1)}`);
      break;
    }
  }
  return cells;
}

/** The fault begins as the step's form is sent, and ends by itself; the next step begins when it is over. */
async function strikeAt(where: Department, way: Way, step: Step, fault: Fault | null): Promise<Met[]> {
  let over: Promise<unknown> = Promise.resolve();
  const strike = async (): Promise<void> => {
    await fault?.begin(where);
    await wait(fault?.lasts ?? 0);
    await fault?.end(where);
  };
  try {
    return await way.go(step, () => {
      over = strike();
      over.catch(() => {}); // told below
    });
  } finally {
    await over;
  }
}

/** `2 × 503, 1 × cut; 6 s`. */
function inWords(met: readonly Met[], milliseconds: number): string {
  const kinds = [...new Set(met)].map((kind) => `${met.filter((one) => one === kind).length} × ${kind}`);
  return `${kinds.join(', ') || 'done'}; ${(milliseconds / 1_000).toFixed(0)} s`;
}
