/**
 * `npm run demo [-- --photo FILE]`: starts a portal of its own on a free port and a fresh database, and walks the whole way over HTTP as
 * a browser without JavaScript would, in English and then in French. Ends with 1 at the first surprise.
 */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CALLED_FROM } from '../src/config.js';
import { LANGUAGES, type Language } from '../src/language/language.js';
import { Translator } from '../src/language/translator.js';
import { drawPortrait } from '../src/seeds/drawn-portrait.js';
import { Journey, type Photo, type Scene } from './journey.js';
import { OwnPortal } from './own-portal.js';
import { shownCode } from './second-step.js';
import { Visitor } from './visitor.js';

const { photo } = parseArgs({ options: { photo: { type: 'string' } } }).values;
const given = photo === undefined ? null : photoFrom(resolve(CALLED_FROM, photo));

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

let portal: OwnPortal | undefined;

try {
  console.log('Starting a portal of its own, on a fresh database…');
  // a decision on a photo stands at once: nobody waits a minute here
  portal = await OwnPortal.start({ PHOTO_UNDO_SECONDS: '0' });
  const { address, people } = portal;
  // a supervisor: the whole way, cards included, is walked by one person
  const officer = people.find(({ stage }) => stage === 'supervisor')?.signIn;
  if (!officer) throw new Error('no officer was seeded');
  let steps = 0;
  for (const [index, language] of LANGUAGES.entries()) {
    console.log(
      `\n${'─'.repeat(100)}\n${{ en: 'The way in English', fr: 'Le parcours en français' }[language]} · ${address}/${language}\n${'─'.repeat(100)}`,
    );
    const journey = new Journey({
      language,
      words: new Translator(),
      officer,
      officerCode: () => shownCode(address, officer.username),
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

async function end(code: number): Promise<void> {
  await portal?.stop();
  process.exit(code);
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
