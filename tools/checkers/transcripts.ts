import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES } from '../../src/language/language.js';
import { versionOf } from '../pages/last-run.js';
import { PageMirror } from '../pages/page-mirror.js';
import type { SeenPage } from '../pages/seen-page.js';
import { type Checker, type Fault, onceEach } from './checker.js';
import { changeOf, keep, keptIn } from './kept-text.js';
import { withoutMoment } from './without-moment.js';

const READER = fileURLToPath(import.meta.resolve('@guidepup/virtual-screen-reader/browser.js'));
/** More than the longest page has. */
const MOST_PHRASES = 5_000;

/** In the page: what is heard of its main part from the top to the end, phrase by phrase. */
const HEARD = `(async () => {
  for (const button of document.querySelectorAll('button[value]')) button.removeAttribute('value'); // the reader takes it for words
  const { virtual } = await import('/virtual-reader.js');
  await virtual.start({ container: document.querySelector('main') });
  for (let at = 0; at < ${MOST_PHRASES} && (await virtual.lastSpokenPhrase()) !== 'end of main'; at++) await virtual.next();
  const heard = await virtual.spokenPhraseLog();
  await virtual.stop();
  return [document.title, ...heard];
})()`;

/** Pages that show what they are for, and those with errors. */
const JUDGED: readonly number[] = [200, 410, 422];
/** Mails, which test/mail judges, and lists of who was made. */
const NOT_HERE = /^(mailbox|developers)/;

/** Where something only begins or ends that one hears anyway by what stands in it. */
const SILENT = /^(main|form|code|figure|group|paragraph|list|strong|emphasis|time|term|definition|row|cell|rowgroup|superscript)$|^end of /;

/**
 * What a screen reader says of the main part of each page, in both languages, beside what it said when it was last read by a person:
 * test/transcripts holds a file a page, and for a page with errors what it then says otherwise. A page's header and footer are the same
 * everywhere, and are heard by Orca (orca.ts).
 */
export const transcripts: Checker = {
  version: () => versionOf('@guidepup/virtual-screen-reader'),
  absent: () => null,
  async check({ chromium, address, pages, accept }) {
    const mirror = await PageMirror.open(chromium, address, { width: 1280, height: 900, scripts: false });
    await mirror.page.route('**/virtual-reader.js', (route) => route.fulfill({ path: READER, contentType: 'text/javascript' }));
    const heard = new Map<string, { lines: string[]; on: SeenPage }>();
    for (const on of onceEach(pages)) {
      if (!JUDGED.includes(on.status) || on.route === null || NOT_HERE.test(on.route)) continue;
      const phrases = await (await mirror.rewrite(on)).evaluate<string[]>(HEARD);
      heard.set(fileOf(on), { lines: transcriptOf(phrases), on });
    }
    await mirror.close();
    const faults: Fault[] = [];
    for (const [file, { lines, on }] of heard) {
      const without = heard.get(file.replace('-422.', '.'));
      const said = on.status !== 422 || !without ? lines : lines.filter((line) => !without.lines.includes(line));
      if (accept) keep(file, said);
      const what = changeOf(file, said);
      if (what) faults.push({ what, on });
    }
    for (const language of LANGUAGES)
      for (const file of keptIn(language).filter((one) => !heard.has(one)))
        faults.push({ what: `${file} is kept, and no page says it any more`, on: { language, path: '' } });
    return faults;
  },
};

const fileOf = ({ language, route, status }: SeenPage): string => join(language, `${route}${status === 200 ? '' : `-${status}`}.txt`);

/** Phrases without what is silent, and without what is of this moment; of rows that repeat each other one. */
function transcriptOf(phrases: readonly string[]): string[] {
  const said = phrases
    .filter((phrase) => phrase !== '' && !SILENT.test(phrase))
    .map((phrase) => withoutMoment(phrase.replace(/^listitem, (?!.*current).*$/, 'item')));
  return said.filter((phrase, at) => phrase !== said[at - 1] && !isFurtherOption(said, at));
}

/** Of a choice of countries three are enough. */
const isFurtherOption = (said: readonly string[], at: number): boolean =>
  said.slice(Math.max(0, at - 3), at + 1).filter((one) => one.startsWith('option,')).length === 4;
