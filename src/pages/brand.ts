import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, type Language } from '../language/language.js';
import { type Html, raw } from './html.js';

/** The portal's names, as they stand in `locales/<language>/layout.json`. */
const WORDS = ['portal', 'unofficial', 'disclaimer'] as const;
export type BrandWords = Readonly<Record<Language, Readonly<Partial<Record<(typeof WORDS)[number], string>>>>>;

/** Whose portal it is to the eye: what a brand's folder holds (BRAND_DIR, told in docs/operation.md). */
export interface Brand {
  /** Drawn into each page beside the name, so that it takes the colour of what it stands on. */
  readonly mark: Html;
  /** Whether there are colours of its own. */
  readonly colours: boolean;
  /** Names instead of ours; null: none. */
  readonly words: BrandWords | null;
}

/** @throws Error when there is no mark, or the names are not such as the portal has */
export function brandIn(folder: string): Brand {
  const [mark, words] = [join(folder, 'mark.svg'), join(folder, 'words.json')];
  if (!existsSync(mark)) throw new Error(`BRAND_DIR: there is no mark.svg in ${folder}`);
  return {
    mark: raw(readFileSync(mark, 'utf8').trim()),
    colours: existsSync(join(folder, 'colours.css')),
    words: existsSync(words) ? wordsIn(words) : null,
  };
}

function wordsIn(file: string): BrandWords {
  const found = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, unknown>>;
  for (const language of LANGUAGES) {
    const own = found[language];
    const isRight =
      own && Object.entries(own).every(([name, text]) => WORDS.some((one) => one === name) && typeof text === 'string' && text);
    if (!isRight) throw new Error(`BRAND_DIR: words.json must hold "${language}", with texts named ${WORDS.join(', ')} alone`);
  }
  return found as BrandWords;
}
