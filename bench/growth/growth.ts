/**
 * `npm run growth -- --cases 4000 --cases 400000 [--keep FOLDER] [--only PAGE] [--json]`: fills a portal of its own for each size with plausible cases, opens
 * each page on all of them in turn, and prints SQL statements, plans, times and CPU, with the ratio between the largest and the smallest. With
 * `--keep` the portals stay in the folder, and those that are there already are not filled again; `--only` opens the pages of this name. Ends with 1 when a page is over.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { href } from '../../src/language/routes.js';
import { samplePeople, type Stage } from '../../src/seeds/sample-people.js';
import { signInWith } from '../../tools/second-step.js';
import { Visitor } from '../../tools/visitor.js';
import type { MeasuredServer } from '../measured-server.js';
import { addressOf } from './address-of.js';
import { filled, type GrownPortal, started } from './grown-portal.js';
import type { GrowthPage } from './growth-page.js';
import { isOver, isOverInTime, type Measured, printTable } from './measured.js';
import { OFFICERS_PAGES } from './officers-pages.js';
import { OWN_PAGES } from './own-pages.js';

const WARM = 60;
/** Requests of a round. A page that seems over has more rounds: a slow moment of the machine would weigh less. */
const TIMED = 150;
const MOST_ROUNDS = 3;
const SMALLEST = 100;

const {
  cases: given,
  keep,
  only,
  json,
} = parseArgs({
  options: {
    cases: { type: 'string', multiple: true, default: ['4000', '400000'] },
    keep: { type: 'string' },
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
}).values;
const sizes = given.map(Number).sort((one, other) => one - other);
if (sizes.some((size) => !Number.isInteger(size) || size < SMALLEST)) throw new Error(`--cases takes a whole number from ${SMALLEST} on`);

const folder = keep ? resolve(keep) : mkdtempSync(join(tmpdir(), 'portal-growth-'));
mkdirSync(folder, { recursive: true });
const portals: GrownPortal[] = [];
const readers = new Map<string, Visitor>();
try {
  const all: Parameters<typeof started>[0][] = [];
  for (const size of sizes) {
    console.error(`${size.toLocaleString('en')} cases…`);
    all.push(await filled(folder, size));
  }
  for (const one of all) portals.push(await started(one));
  const rows: { page: string; measured: Measured[] }[] = [];
  for (const page of [...OFFICERS_PAGES, ...OWN_PAGES].filter(({ name }) => !only || only.includes(name))) {
    const measured = await measure(page);
    console.error(`  ${page.name}: ${measured.map(({ p50 }) => `${p50.toFixed(1)} ms`).join(', ')}${isOver(measured) ? ', over' : ''}`);
    rows.push({ page: page.name, measured });
  }
  if (json) console.log(JSON.stringify({ sizes, filledIn: portals.map(({ filledIn }) => filledIn), rows }, null, 2));
  else printTable(portals, rows);
  if (rows.some(({ measured }) => isOver(measured))) process.exitCode = 1;
} finally {
  for (const { server } of portals) await server.end();
  if (!keep) rmSync(folder, { recursive: true, force: true });
}

/** Somebody signed in on a portal; they sign in anew when their session has ended since. */
async function readerOf({ cases, dataDir, server }: GrownPortal, stage: Stage): Promise<Visitor> {
  const key = `${cases} ${stage}`;
  const kept = readers.get(key);
  if (kept && (await kept.visit(href('account', 'en'))).path === href('account', 'en')) return kept;
  const person = samplePeople({ dataDir }).find((one) => one.stage === stage);
  if (!person?.signIn) throw new Error(`nobody signs in at the stage ${stage}`);
  const reader = await signInWith(new Visitor(server.address), person.signIn);
  readers.set(key, reader);
  return reader;
}

/** One request to each portal in turn, so that a slow moment of the machine is a slow moment of all. */
async function measure(page: GrowthPage): Promise<Measured[]> {
  const asked: { server: MeasuredServer; path: string; headers: Record<string, string>; times: number[]; cpu: number }[] = [];
  for (const portal of portals) {
    const reader = await readerOf(portal, page.by);
    const path = await addressOf(page, reader, portal.examples);
    asked.push({ server: portal.server, path, headers: { Cookie: reader.cookies.header }, times: [], cpu: 0 });
  }
  for (let n = 0; n < WARM; n++) for (const { server, path: at, headers } of asked) await server.time(at, headers);
  const plans = await Promise.all(asked.map(({ server, path: at, headers }) => server.plansOf(at, headers)));
  let measured: Measured[] = [];
  for (let round = 0; round < MOST_ROUNDS && (round === 0 || isOverInTime(measured)); round++) {
    for (const one of asked) one.cpu -= (await one.server.usage()).cpu;
    for (let n = 0; n < TIMED; n++) for (const one of asked) one.times.push(await one.server.time(one.path, one.headers));
    for (const one of asked) one.cpu += (await one.server.usage()).cpu;
    measured = asked.map(({ times, cpu }, index) => {
      const sorted = [...times].sort((one, other) => one - other);
      const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? 0;
      return { plans: plans[index] ?? [], p50: at(0.5), p95: at(0.95), cpu: cpu / times.length };
    });
  }
  return measured;
}
