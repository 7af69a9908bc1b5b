/**
 * `npm run growth -- --cases 4000 --cases 400000 [--json]`: fills a portal of its own for each size with plausible cases, opens each page on
 * all of them in turn, and prints SQL statements, sequential scans of large tables, times and CPU, with the ratio between the largest and the smallest.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { samplePeople, type Stage } from '../../src/seeds/sample-people.js';
import { signInWith } from '../../tools/second-step.js';
import { Visitor } from '../../tools/visitor.js';
import type { MeasuredServer } from '../measured-server.js';
import { type GrownPortal, grow } from './grown-portal.js';
import { type GrowthPage, PAGES } from './pages.js';

/** TRUST.md 6. */
const MOST_RATIO = 1.5;
const WARM = 60;
const TIMED = 150;
const SMALLEST = 100;
/** Rows: to read a smaller table whole is the quicker way. */
const LARGE = 10_000;

const { cases: given, json } = parseArgs({
  options: { cases: { type: 'string', multiple: true, default: ['4000', '400000'] }, json: { type: 'boolean', default: false } },
}).values;
const sizes = given.map(Number).sort((one, other) => one - other);
if (sizes.some((size) => !Number.isInteger(size) || size < SMALLEST)) throw new Error(`--cases takes a whole number from ${SMALLEST} on`);

interface Measured {
  readonly statements: number;
  /** Large tables that are read from end to end. */
  readonly scanned: string[];
  readonly p50: number;
  readonly p95: number;
  /** Microseconds of the portal's process a request. */
  readonly cpu: number;
}

const folder = mkdtempSync(join(tmpdir(), 'portal-growth-'));
const portals: GrownPortal[] = [];
const sessions = new Map<string, string>();
try {
  for (const size of sizes) {
    console.error(`${size.toLocaleString('en')} cases…`);
    portals.push(await grow(folder, size));
  }
  const rows: { page: GrowthPage; measured: Measured[] }[] = [];
  for (const page of PAGES) {
    const measured = await measure(page);
    console.error(`  ${page.name}: ${measured.map(({ p50 }) => `${p50.toFixed(1)} ms`).join(', ')}`);
    rows.push({ page, measured });
  }
  if (json)
    console.log(
      JSON.stringify(
        {
          sizes,
          filledIn: portals.map(({ filledIn }) => filledIn),
          rows: rows.map(({ page, measured }) => ({ page: page.name, measured })),
        },
        null,
        2,
      ),
    );
  else print(rows);
} finally {
  for (const { server } of portals) await server.end();
  rmSync(folder, { recursive: true, force: true });
}

/** Somebody's cookie on a portal; they sign in anew when their session has ended since. */
async function session({ cases, server }: GrownPortal, stage: Stage, path: string): Promise<string> {
  const key = `${cases} ${stage}`;
  const cookie = sessions.get(key) ?? (await signIn(cases, server.address, stage));
  const ended = await server.time(path, { Cookie: cookie }).then(
    () => false,
    () => true,
  );
  sessions.set(key, ended ? await signIn(cases, server.address, stage) : cookie);
  return sessions.get(key) ?? '';
}

async function signIn(cases: number, address: string, stage: Stage): Promise<string> {
  const person = samplePeople({ dataDir: join(folder, String(cases)) }).find((one) => one.stage === stage);
  if (!person?.signIn) throw new Error(`nobody signs in at the stage ${stage}`);
  const browser = await signInWith(new Visitor(address), person.signIn);
  return browser.cookies.header;
}

/** One request to each portal in turn, so that a slow moment of the machine is a slow moment of all. */
async function measure({ by, path }: GrowthPage): Promise<Measured[]> {
  const asked: { server: MeasuredServer; path: string; headers: Record<string, string>; times: number[] }[] = [];
  for (const portal of portals) {
    const at = path(portal.examples);
    asked.push({ server: portal.server, path: at, headers: { Cookie: await session(portal, by, at) }, times: [] });
  }
  for (let n = 0; n < WARM; n++) for (const { server, path: at, headers } of asked) await server.time(at, headers);
  const before = await Promise.all(asked.map(({ server }) => server.usage()));
  for (let n = 0; n < TIMED; n++) for (const { server, path: at, headers, times } of asked) times.push(await server.time(at, headers));
  const after = await Promise.all(asked.map(({ server }) => server.usage()));
  return Promise.all(
    asked.map(async ({ server, path: at, headers, times }, index) => {
      times.sort((one, other) => one - other);
      const plans = await server.plansOf(at, headers);
      const large = plans.flatMap(({ scans }) => scans).filter(({ kind, rows }) => kind === 'Seq Scan' && rows > LARGE);
      return {
        statements: plans.length,
        scanned: [...new Set(large.map(({ table }) => table))],
        p50: times[Math.floor(times.length / 2)] ?? 0,
        p95: times[Math.floor(times.length * 0.95)] ?? 0,
        cpu: ((after[index]?.cpu ?? 0) - (before[index]?.cpu ?? 0)) / TIMED,
      };
    }),
  );
}

function print(rows: readonly { page: GrowthPage; measured: readonly Measured[] }[]): void {
  const several = sizes.length > 1;
  const ms = (value: number): string => value.toFixed(2);
  const each = (name: string): string[] => sizes.map((size) => `${name}, ${size.toLocaleString('en')}`);
  const head = [
    'Page',
    ...each('statements'),
    ...each('ms, median'),
    ...each('ms, 95 of 100'),
    ...each('CPU µs'),
    ...(several ? ['ratio: median, 95, CPU'] : []),
    'scanned',
  ];
  console.log(`| ${head.join(' | ')} |\n|${head.map(() => ' --- ').join('|')}|`);
  let over = 0;
  for (const { page, measured } of rows) {
    const [first, last] = [measured[0], measured.at(-1)];
    if (!first || !last) continue;
    const ratios = [last.p50 / first.p50, last.p95 / first.p95, last.cpu / first.cpu];
    const scanned = [...new Set(measured.flatMap((one) => one.scanned))];
    const fails = scanned.length > 0 || ratios.some((ratio) => several && ratio > MOST_RATIO);
    if (fails) over++;
    const cells = [
      `${page.name}${fails ? ' **over**' : ''}`,
      ...measured.map(({ statements }) => String(statements)),
      ...measured.map(({ p50 }) => ms(p50)),
      ...measured.map(({ p95 }) => ms(p95)),
      ...measured.map(({ cpu }) => cpu.toFixed(0)),
      ...(several ? [ratios.map((ratio) => ratio.toFixed(2)).join(', ')] : []),
      scanned.join(', ') || '–',
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(
    `\nFilled in ${portals.map(({ cases, filledIn }) => `${filledIn.toFixed(0)} s (${cases.toLocaleString('en')} cases)`).join(', ')}. Over: ${over} of ${rows.length}; most ${MOST_RATIO} times between the sizes, and no large table read from end to end.`,
  );
}
