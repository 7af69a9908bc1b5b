/**
 * `npm run demo [-- --photo FILE]`: starts a portal of its own on a free port and a fresh database, and walks the whole way over HTTP as
 * a browser without JavaScript would, in English and then in French. Ends with 1 at the first surprise.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LANGUAGES, type Language } from '../src/language/language.js';
import { href } from '../src/language/routes.js';
import { Translator } from '../src/language/translator.js';
import { drawPortrait } from '../src/seeds/drawn-portrait.js';
import { Journey, type Photo, type Scene } from './journey.js';
import { Visitor } from './visitor.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const { photo } = parseArgs({ options: { photo: { type: 'string' } } }).values;
const given = photo === undefined ? null : photoFrom(resolve(process.env.INIT_CWD ?? '.', photo)); // npm goes to the project's folder

/** Who goes the way in each language. */
const APPLICANTS = {
  en: { email: 'maren.halloway@mail.example', caseNumber: 'E900000001', familyName: 'Halloway', givenNames: 'Maren', uci: '9000-0001' },
  fr: {
    email: 'aissatou.corneflute@mail.example',
    caseNumber: 'E900000002',
    familyName: 'Corneflûte',
    givenNames: 'Aïssatou',
    uci: '9000-0002',
  },
} as const;

const dataDir = mkdtempSync(join(tmpdir(), 'portal-demo-'));
let portal: ChildProcess | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(130));

try {
  const address = await start();
  let steps = 0;
  for (const [index, language] of LANGUAGES.entries()) {
    console.log(
      `\n${'─'.repeat(100)}\n${{ en: 'The way in English', fr: 'Le parcours en français' }[language]} · ${address}/${language}\n${'─'.repeat(100)}`,
    );
    const journey = new Journey({
      language,
      words: new Translator(),
      officer: officerOf(),
      officerCode: () => codeOf(officerOf().username, address),
      applicant: APPLICANTS[language],
      photos: [await returnedPhoto(language), given ?? (await goodPhoto(language))],
      newBrowser: () => new Visitor(address, { language }),
      tell: (scene) => print(++steps, scene),
    });
    await journey.walk();
    if (index === LANGUAGES.length - 1) console.log(`\nBoth ways led to the end: ${steps} steps, no surprise.`);
  }
  await end(0);
} catch (fault) {
  console.error(`\nA surprise: ${Error.isError(fault) ? fault.message : String(fault)}`);
  await end(1);
}

/** The portal as `npm start` runs it, with sample people, on any free port; resolves with its address. */
function start(): Promise<string> {
  console.log('Starting a portal of its own, on a fresh database…');
  const environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: 'development',
    PORT: '0',
    DATA_DIR: dataDir,
    PHOTO_UNDO_SECONDS: '0', // a decision stands at once: nobody waits a minute here
  };
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  portal = child;
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /^Portal ready at (\S+)$/m.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the portal ended with ${code}:\n${said}`)));
  });
}

async function end(code: number): Promise<void> {
  const child = portal;
  portal = undefined;
  if (child && child.exitCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code);
}

function officerOf(): { username: string; password: string } {
  const people = JSON.parse(readFileSync(join(dataDir, 'seeded.json'), 'utf8')) as {
    stage: string;
    language: string;
    signIn: { username: string; password: string } | null;
  }[];
  // a supervisor: the whole way, cards included, is walked by one person
  const officer = people.find(({ stage }) => stage === 'supervisor');
  if (!officer?.signIn) throw new Error('no officer was seeded');
  return officer.signIn;
}

/** The developers' page shows what the officer's app would show. */
async function codeOf(username: string, address: string): Promise<string> {
  const { $ } = await new Visitor(address).visit(href('developers', 'en'));
  return $(`tr:contains("${username}") .otp`).text();
}

/** Portraits drawn by code: nobody's face. One way has light skin, the other dark. */
function skinOf(language: Language): 'light' | 'dark' {
  return language === 'en' ? 'light' : 'dark';
}

function photoFrom(file: string): Photo {
  const bytes = readFileSync(file);
  return { name: basename(file), type: bytes[0] === 0x89 ? 'image/png' : 'image/jpeg', bytes };
}

async function goodPhoto(language: Language): Promise<Photo> {
  return { name: 'photo.jpg', type: 'image/jpeg', bytes: await drawPortrait({ skin: skinOf(language), width: 1500, height: 2100 }) };
}

async function returnedPhoto(language: Language): Promise<Photo> {
  const bytes = await drawPortrait({ skin: skinOf(language), background: '#d9c9a8' });
  return { name: 'é à.jpg', type: 'image/jpeg', bytes };
}

/** A step: who did what, the addresses on the way with their status, and what the person now reads. */
function print(number: number, { who, did, browser }: Scene): void {
  console.log(`\n${String(number).padStart(3)}. The ${who} ${did}`);
  for (const { method, path, status } of browser.trail)
    console.log(`     ${status} ${method.padEnd(4)} ${path.length > 100 ? `${path.slice(0, 97)}…` : path}`);
  const read = [browser.heading, browser.lead, ...browser.textsOf('main .done, main .note p, .errors li').slice(0, 3)];
  for (const line of new Set(read.filter(Boolean))) console.log(`     │ ${line}`);
}
