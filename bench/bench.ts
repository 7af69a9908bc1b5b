/**
 * `npm run bench [-- --json] [--only pages|photos|csv]`: CPU time a request of node:http, Express and Nest that send a page of the same size, and of the portal's
 * pages; SQL statements a page; bytes; one photo's time against sharp's own; and a table of 10,000 rows. Figures of one run on one machine: compare within it.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { load } from 'cheerio';
import { PasswordHasher } from '../src/accounts/password-hasher.js';
import { href } from '../src/language/routes.js';
import { signInWith } from '../tools/second-step.js';
import { Visitor } from '../tools/visitor.js';
import { importTime } from './import-time.js';
import { slowestLongInput } from './long-input-time.js';
import { MeasuredServer } from './measured-server.js';
import { hostileTimes, photoTimes } from './photo-time.js';

/** What the floors took where the goals of TRUST.md 5 and PHOTO.md were set: sharp's decode in ms, Nest's page in µs, one hash of argon2id in ms. */
const SET_WHERE = { decode: 25, nest: 45, argon2: 11 };

/**
 * A line of the table; a goal is the most it may be (TRUST.md 5). A goal in time counts in floors of the same run: `pace` is how many times
 * longer the floor takes here than where the goal was set, so that a slow machine or hour neither hides nor makes a fault.
 */
interface Figure {
  readonly group: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: number;
  readonly pace?: number;
  readonly note?: string;
}

const { json, only } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } }).values;
const PARTS = ['pages', 'photos', 'csv'];
if (only !== undefined && !PARTS.includes(only)) throw new Error(`--only takes ${PARTS.join(', ')}`);
const wanted = (part: string): boolean => only === undefined || only === part;
/** Milliseconds in which the mailer sends what sign-ins have announced. */
const UNTIL_MAILED = 2_000;
const folder = mkdtempSync(join(tmpdir(), 'portal-bench-'));
const figures: Figure[] = [];
const tell = (line: string): void => void (json || console.error(line));

try {
  if (wanted('pages')) {
    tell('The portal, with sample people…');
    await measurePortal();
    tell('The floors…');
    await measureFloors();
  }
  if (wanted('photos')) {
    tell('Photos…');
    await measurePhotos();
  }
  if (wanted('csv')) {
    tell('Tables of cases…');
    await measureImports();
  }
  if (json) console.log(JSON.stringify({ node: process.version, figures: figures.map(judged) }, null, 2));
  else print();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measurePortal(): Promise<void> {
  const portal = await MeasuredServer.start('portal', folder);
  try {
    const signedIn = await signInAs(portal, 'declared');
    const cookie = { Cookie: signedIn.cookies.header };
    const [start, confirmation] = [href('start', 'en'), href('confirmation', 'en')];
    const status = signedIn.links().find((link) => link.href.endsWith('/status'))?.href;
    if (!status) throw new Error('the task list has no link to the status page');
    writeFileSync(join(folder, 'page.html'), await portal.body(start));
    const pages: [string, string, Record<string, string>, Partial<Figure>][] = [
      ['start page', start, {}, {}],
      ['task list, signed in', confirmation, cookie, { goal: 400 }],
      ['status page, signed in', status, cookie, { goal: 400 }],
    ];
    for (const [name, path, headers, more] of pages) {
      figures.push({ group: 'CPU a request', name, value: await portal.cpuPerRequest(path, { headers }), unit: 'µs', ...more });
    }
    const signIns = await cpuOfSignIn(portal);
    const one = { group: 'CPU a request', unit: 'ms' };
    const hashing = await cpuOfHash();
    figures.push({ ...one, name: 'floor: one hash, argon2id 19 MiB', value: hashing, note: '11 ms' });
    const known = signIns.known / 1_000;
    const floors = { pace: hashing / SET_WHERE.argon2, note: `${(known / hashing).toFixed(1)} × the hash` };
    figures.push({ ...one, name: 'signing in', value: known, goal: 25, ...floors });
    figures.push({ ...one, name: 'signing in on a new device, with its mail', value: signIns.unknown / 1_000 });
    for (const [name, path, headers] of pages) {
      figures.push({ group: 'SQL statements', name, value: await portal.statementsOf(path, headers), unit: '', goal: 3 });
    }
    for (const [name, path, headers] of pages) {
      const html = await portal.body(path, headers);
      figures.push({ group: 'Bytes', name: `HTML, ${name}`, value: html.length / 1_000, unit: 'kB', goal: 15 });
    }
    await measureBytes(portal, start);
    await measureLongInput(portal);
    figures.push({ group: 'Memory', name: 'the portal after all that', value: (await portal.usage()).memory / 1024 / 1024, unit: 'MB' });
  } finally {
    await portal.end();
  }
}

/** Passwords are hashed whatever their length: forms that ask for one are the argon2 row's. */
async function measureLongInput(portal: MeasuredServer): Promise<void> {
  const { cpu, where, fields } = await slowestLongInput(portal, [
    [new Visitor(portal.address), [href('signIn', 'en'), href('passwordReset', 'en'), href('temporaryPassword', 'en')]],
    [await signInAs(portal, 'signedIn'), [href('confirmation', 'en'), href('account', 'en')]],
    [await signInAs(portal, 'officer'), [href('adminQueue', 'en'), href('adminCaseNew', 'en'), href('adminPhotos', 'en')]],
  ]);
  figures.push({
    group: 'CPU a request',
    name: `the slowest of ${fields} fields with 60 kB in it`,
    value: cpu,
    unit: 'ms',
    goal: 50,
    note: where,
  });
}

/** What a first visit brings: the page, its style sheet, preloaded fonts and pictures, compressed as a proxy in front would. */
async function measureBytes(portal: MeasuredServer, path: string): Promise<void> {
  const html = await portal.body(path);
  const $ = load(html.toString());
  const addresses = (selector: string, attribute: string) =>
    $(selector)
      .toArray()
      .map((element) => $(element).attr(attribute) ?? '');
  const css = await Promise.all(addresses('link[rel=stylesheet]', 'href').map((address) => portal.body(address)));
  const fonts = await Promise.all(addresses('link[rel=preload][as=font]', 'href').map((address) => portal.body(address)));
  const pictures = await Promise.all(
    [...addresses('img', 'src'), ...addresses('link[rel=icon]', 'href')].map((address) => portal.body(address)),
  );
  const size = (files: Buffer[], compressed: boolean) =>
    files.reduce((sum, file) => sum + (compressed ? gzipSync(file).length : file.length), 0) / 1_000;
  figures.push({ group: 'Bytes', name: 'CSS', value: size(css, false), unit: 'kB', note: `${size(css, true).toFixed(1)} kB compressed` });
  const [page, style, drawn, type] = [size([html], true), size(css, true), size(pictures, true), size(fonts, false)];
  const parts = `HTML ${page.toFixed(1)}, CSS ${style.toFixed(1)}, pictures ${drawn.toFixed(1)}, fonts ${type.toFixed(1)}`;
  figures.push({ group: 'Bytes', name: 'first view, compressed', value: page + style + drawn + type, unit: 'kB', goal: 60, note: parts });
}

async function measureFloors(): Promise<void> {
  const notes = { http: '23 to 27 µs with 12 kB', express: '35 to 44 µs', nest: '39 to 50 µs' } as Record<string, string>;
  for (const [kind, name] of [
    ['http', 'node:http'],
    ['express', 'Express'],
    ['nest', 'Nest'],
    ['nest-with-statements', 'Nest with two statements'],
  ] as const) {
    const server = await MeasuredServer.start(kind, folder);
    const value = await server.cpuPerRequest('/').finally(() => server.end());
    figures.unshift({ group: 'CPU a request', name: `floor: ${name}, a page of the same size`, value, unit: 'µs', note: notes[kind] ?? 'the smallest, one after the other' });
  }
  const floors = figures.splice(0, 4).reverse();
  figures.unshift(...floors);
  compareWithNest(floors[2]!.value, floors[3]!.value);
}

/** A page without a goal is one that nobody has signed in for: it asks no statement. */
function compareWithNest(nest: number, withStatements: number): void {
  for (const [index, figure] of figures.entries()) {
    if (figure.group !== 'CPU a request' || figure.unit !== 'µs' || figure.name.startsWith('floor')) continue;
    const note = `${(figure.value / nest).toFixed(1)} × Nest`;
    const more = figure.goal === undefined ? '' : `; ${(figure.value / withStatements).toFixed(1)} × with two statements`;
    figures[index] = { ...figure, pace: nest / SET_WHERE.nest, note: note + more };
  }
}

/** The smaller table first: it warms the process, and the larger one must need hardly more memory. */
async function measureImports(): Promise<void> {
  const portal = await MeasuredServer.start('portal', join(folder, 'csv'));
  try {
    const officer = await signInWith(new Visitor(portal.address), samplePerson('officer', 'csv'));
    for (const rows of [1_000, 10_000]) {
      const { cases, upload, rowsPerSecond, memory } = await importTime(portal, officer, rows);
      const group = `A table of ${rows} rows, ${cases} cases`;
      figures.push({ group, name: 'until it is uploaded, every row sealed', value: upload, unit: 'ms' });
      figures.push({ group, name: 'rows a second, uploaded and read', value: rowsPerSecond, unit: '/s' });
      figures.push({
        group,
        name: 'memory it added at the peak',
        value: memory,
        unit: 'MB',
        goal: 150,
        note: 'also what the engine has not collected yet',
      });
    }
  } finally {
    await portal.end();
  }
}

async function measurePhotos(): Promise<void> {
  const { decode, decodeWithStatistics, one, all } = await photoTimes();
  const pace = decode / SET_WHERE.decode;
  const inFloors = (ms: number): string => `${(ms / decode).toFixed(1)} × sharp’s own decode`;
  const floor = 'sharp alone, on 2000 × 2800';
  figures.push({ group: floor, name: 'shrunk to 1000 high', value: decode, unit: 'ms', note: '25 ms' });
  figures.push({ group: floor, name: 'whole, with statistics', value: decodeWithStatistics, unit: 'ms', note: '150 ms' });
  const names = { studio: '1072 × 1501', largest: '2000 × 2800', phone: '3024 × 4032' } as const;
  for (const kind of ['studio', 'largest', 'phone'] as const) {
    const { cold, coldCpu, median, p95, cpu, peakMemory, suggest } = one[kind];
    const group = `“Apply” with one thread, ${names[kind]}: all checks and the grey picture`;
    const goals = kind === 'studio' ? { time: { goal: 100, pace }, memory: { goal: 400 } } : { time: {}, memory: {} };
    figures.push({ group, name: 'warm, median', value: median, unit: 'ms', ...goals.time, note: inFloors(median) });
    figures.push({ group, name: 'warm, 95th of 100', value: p95, unit: 'ms' });
    figures.push({ group, name: 'warm, CPU', value: cpu, unit: 'ms', note: 'of the whole process, threads included' });
    figures.push({ group, name: 'cold, the first photo of a process', value: cold, unit: 'ms', note: `models loaded and compiled; ${coldCpu.toFixed(0)} ms CPU` });
    figures.push({ group, name: 'suggested frame', value: suggest, unit: 'ms' });
    figures.push({ group, name: 'peak memory of the process', value: peakMemory, unit: 'MB', ...goals.memory });
  }
  const group = 'Photos of 1072 × 1501 with one thread a core';
  figures.push({ group, name: 'photos a second', value: all.perSecond, unit: '/s' });
  figures.push({ group, name: 'main thread kept waiting, at most', value: all.lag, unit: 'ms', goal: 20, pace });
  figures.push({ group, name: 'peak memory of the process', value: all.peakMemory, unit: 'MB' });
  await measureHostile(pace);
}

async function measureHostile(pace: number): Promise<void> {
  const run = await hostileTimes();
  if (run === null) return tell('Hostile pictures: skipped, HOSTILE_IMAGES names no folder.');
  const group = `${run.pictures} odd and hostile pictures, one warm thread`;
  figures.push({ group, name: 'the slowest, inspected and checked', value: run.slowest, unit: 'ms', goal: 300, pace, note: run.which });
  figures.push({
    group,
    name: 'memory they added at the peak',
    value: run.peakMemory - run.warmMemory,
    unit: 'MB',
    goal: 150,
    note: `${Math.round(run.peakMemory)} MB in all`,
  });
}

/** A sample person's browser, on their task list. */
async function signInAs(portal: MeasuredServer, stage: string): Promise<Visitor> {
  const browser = await signInWith(new Visitor(portal.address), samplePerson(stage));
  return browser.visit(href('confirmation', 'en'));
}

/**
 * CPU microseconds of one sign-in, in browsers that the account was used in before, and in new ones, whose owner is told by a mail that is
 * written and sent meanwhile.
 */
async function cpuOfSignIn(portal: MeasuredServer): Promise<{ known: number; unknown: number }> {
  const { username, password } = samplePerson('declared');
  const newBrowser = (index: number) => new Visitor(portal.address, { headers: { 'X-Forwarded-For': `10.1.1.${index + 1}` } });
  const signIn = async (browser: Visitor): Promise<void> => {
    const body = new URLSearchParams({ _csrf: browser.csrfToken, username, password }).toString();
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
    const { status } = await browser.raw('POST', href('signIn', 'en'), headers, body);
    if (status !== 303) throw new Error(`signing in answered ${status}`);
  };
  const measured = async (browsers: Visitor[]): Promise<number> => {
    for (const browser of browsers) await browser.visit(href('signIn', 'en'));
    const before = await portal.usage();
    for (const browser of browsers) await signIn(browser);
    await wait(UNTIL_MAILED);
    return ((await portal.usage()).cpu - before.cpu) / browsers.length;
  };
  const first = Array.from({ length: 40 }, (_, index) => newBrowser(index));
  const unknown = await measured(first);
  const again = first.map((browser, index) => {
    const one = newBrowser(index);
    one.cookies.set('__Host-device', browser.cookies.get('__Host-device') ?? '');
    return one;
  });
  return { known: await measured(again), unknown };
}

/** CPU milliseconds of one hash as the portal's are made, without the portal. */
async function cpuOfHash(): Promise<number> {
  const hasher = new PasswordHasher(Buffer.alloc(32));
  const hash = (): Promise<string> => hasher.hash('a quiet harbour at dawn');
  await hash();
  const before = process.cpuUsage();
  for (let n = 0; n < 20; n++) await hash();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / 20;
}

function samplePerson(stage: string, of = ''): { username: string; password: string } {
  const people = JSON.parse(readFileSync(join(folder, of, 'seeded.json'), 'utf8')) as {
    stage: string;
    signIn: { username: string; password: string } | null;
  }[];
  const person = people.find((one) => one.stage === stage)?.signIn;
  if (!person) throw new Error(`nobody was made at the stage ${stage}`);
  return person;
}

function judged(figure: Figure): Figure & { within: boolean | null } {
  const value = Math.round(figure.value * 100) / 100;
  return { ...figure, value, within: figure.goal === undefined ? null : value <= figure.goal * (figure.pace ?? 1) };
}

function print(): void {
  const shown = (figure: Figure): string =>
    `${figure.value.toFixed(figure.value < 100 && figure.unit !== '' ? 1 : 0)} ${figure.unit}`.trim();
  let group = '';
  for (const figure of figures.map(judged)) {
    if (figure.group !== group) console.log(`\n${figure.group}`);
    group = figure.group;
    const goal = figure.goal === undefined ? '' : `≤ ${figure.goal}${figure.pace ? ` × ${figure.pace.toFixed(2)}` : ''} ${figure.unit}`.trim();
    const verdict = figure.within === null ? '' : figure.within ? 'within' : 'OVER';
    console.log(
      `  ${figure.name.padEnd(46)}${shown(figure).padStart(10)}  ${goal.padEnd(15)} ${verdict.padEnd(7)}${figure.note ?? ''}`.trimEnd(),
    );
  }
  console.log('\nGoals are those of TRUST.md 5, in time × the pace of this run’s floor. Figures of one run on this machine: compare them within the run.');
}
