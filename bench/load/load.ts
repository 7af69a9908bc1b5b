/**
 * `npm run load [-- --minutes M] [--rate R] [--webs 1,2] [--overload]`: brings up a department of its own on loopback with one web process, then
 * with two, and lets people come at a rate (an open model: they come whether or not others were answered), in a mix like real use. Prints times,
 * errors, CPU a kind of request, memory over time, and what machines other numbers of cases would need. With --overload it looks for the most
 * that goes on instead, on one web process or as many as --webs says, and lets five times as many come. Ends with 1 when an answer is an error
 * other than to come again later, when less than 80% go on, when a form or photo sent meanwhile is not taken, or when memory grows from one time to
 * the next. This process takes a share of the same cores: compare ratios, and CPU.
 */
import { parseArgs } from 'node:util';
import { Department } from '../../tools/department/department.js';
import { type Kind, kindsOf, REPLY_SHARE } from './kinds.js';
import { quantile } from '../photo-eval/statistics.js';
import { comeAtRate, isGood, isTurnedAway, type Outcome } from './open-model.js';
import { overload } from './overload.js';
import { People } from './people.js';
import { REPLIES_ALONE, Replies } from './replies.js';
import { SIZING_HEAD, sizing } from './sizing.js';
import { type Cpu, cpuEach, cpuOf, memoryOf } from './usage.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    rate: { type: 'string', default: '5' },
    webs: { type: 'string' },
    overload: { type: 'boolean', default: false },
  },
});
const [minutes, rate] = [Number(values.minutes), Number(values.rate)];
/** A kind is done alone, for its CPU, so often or so many milliseconds. */
const ALONE = { times: 100, within: 4_000 };
/** So many readings of memory are printed. */
const READINGS = 10;

for (const webs of (values.webs ?? (values.overload ? '1' : '1,2')).split(',').map(Number)) {
  console.error(`Starting a department with ${webs} web ${webs === 1 ? 'process' : 'processes'}…`);
  const department = await Department.start({ webs });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void department.stop().then(() => process.exit(130)));
  try {
    const people = await People.of(department);
    const meant = values.overload
      ? await overload(department, await kindsOf(people), people)
      : await measure(department, await kindsOf(people, await Replies.of(department, people, most(REPLY_SHARE) + REPLIES_ALONE)));
    if (!meant) process.exitCode = 1;
  } finally {
    await department.stop();
  }
}
process.exit();

/** More than this of one kind do not come, but once in thousands of runs: the mean of a Poisson process and four times its deviation. */
function most(share: number): number {
  const mean = (rate * minutes * 60 * share) / 100;
  return Math.ceil(mean + 4 * Math.sqrt(mean)) + 1;
}

/** @returns whether every answer was one that is meant */
async function measure(department: Department, kinds: readonly Kind[]): Promise<boolean> {
  const alone = new Map<string, Cpu>();
  for (const kind of kinds) alone.set(kind.name, await cpuAlone(department, kind));
  const memory = [memoryOf(department)];
  const watch = setInterval(() => memory.push(memoryOf(department)), (minutes * 60_000) / READINGS);
  const before = cpuOf(department);
  const outcomes = await comeAtRate(kinds, rate, minutes * 60);
  const each = cpuEach(before, cpuOf(department), outcomes.length);
  clearInterval(watch);
  const { length } = department.web;
  console.log(
    `\n## ${length} web ${length === 1 ? 'process' : 'processes'}, ${rate} a second for ${minutes} min: ${outcomes.length} came\n`,
  );
  const rows = kinds.map(({ name }) =>
    row(
      name,
      outcomes.filter(({ kind }) => kind === name),
      alone.get(name),
    ),
  );
  print(
    ['What they did', 'Came', 'p50, ms', 'p95, ms', 'p99, ms', 'Errors', 'CPU of the portal, ms', 'of PostgreSQL, ms'],
    [...rows, row('all, in this mix', outcomes, each)],
  );
  console.log(`\nErrors: ${errorsOf(outcomes)}.`);
  console.log(`\nMemory of the web processes from beginning to end, MB: ${memory.map((bytes) => Math.round(bytes / 1e6)).join(', ')}.\n`);
  print(SIZING_HEAD, sizing(each));
  return outcomes.every((one) => isGood(one) || isTurnedAway(one));
}

/** What went wrong, how often: by kind and status, 0 for no answer. */
function errorsOf(outcomes: readonly Outcome[]): string {
  const often = new Map<string, number>();
  for (const { kind, status } of outcomes.filter((one) => !isGood(one)))
    often.set(`${kind} ${status}`, (often.get(`${kind} ${status}`) ?? 0) + 1);
  return often.size === 0 ? 'none' : [...often].map(([what, times]) => `${what}: ${times}`).join(', ');
}

/** The mean of one kind, one after the other, with nobody else there. */
async function cpuAlone(department: Department, kind: Kind): Promise<Cpu> {
  await kind.once();
  const [before, began] = [cpuOf(department), performance.now()];
  let times = 0;
  for (; times < (kind.mostAlone ?? ALONE.times) && performance.now() - began < ALONE.within; times++) await kind.once();
  return cpuEach(before, cpuOf(department), times);
}

function row(name: string, outcomes: readonly Outcome[], cpu?: Cpu): string[] {
  const times = outcomes.filter(isGood).map(({ milliseconds }) => milliseconds);
  const within = [0.5, 0.95, 0.99].map((share) => (times.length > 0 ? quantile(times, share).toFixed(0) : '–'));
  return [
    name,
    String(outcomes.length),
    ...within,
    String(outcomes.length - times.length),
    cpu?.web.toFixed(1) ?? '',
    cpu?.database.toFixed(1) ?? '',
  ];
}

function print(head: readonly string[], rows: readonly (readonly string[])[]): void {
  console.log([head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'));
}
