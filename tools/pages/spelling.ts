/**
 * `npm run spelling`: every word of the texts in locales/ and of the prose in views/, by hunspell with its Canadian dictionaries. Words
 * that no dictionary knows and that are right stand in spelling-words.txt. Ends with 1 on others; skipped by name where hunspell is absent.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/config.js';
import { LANGUAGES, type Language } from '../../src/language/language.js';

const DICTIONARIES: Record<Language, string> = { en: 'en_CA', fr: 'fr_CA' };
const MARKUP = /\{\{[^}]*\}\}|<[^>]*>/g;
const SOFT_HYPHEN = /&shy;|\u00ad/g;
/** Addresses, names of files, codes and abbreviations in capital letters. */
const NO_WORDS = /\S*[@/_\\]\S*|\S*\p{L}\.\p{L}\S*|\S*\d\S*|(?<!\p{L})\p{Lu}{2,}(?!\p{L})/gu;

type Catalogue = { readonly [key: string]: string | Catalogue };

/** Where each word stands: the first place is enough to find it. */
function wordsOf(language: Language): Map<string, string> {
  const words = new Map<string, string>();
  const keep = (text: string, place: string): void => {
    for (const [word] of text
      .replace(MARKUP, ' ')
      .replace(SOFT_HYPHEN, '')
      .replace(NO_WORDS, ' ')
      .replaceAll('’', "'")
      .matchAll(/\p{L}[\p{L}']*\p{L}|\p{L}/gu))
      if (!words.has(word)) words.set(word, place);
  };
  const walk = (part: Catalogue, place: string): void => {
    for (const [key, value] of Object.entries(part))
      typeof value === 'string' ? keep(value, `${place}.${key}`) : walk(value, `${place}.${key}`);
  };
  const locales = join(ROOT, 'locales', language);
  for (const file of readdirSync(locales)) walk(JSON.parse(readFileSync(join(locales, file), 'utf8')) as Catalogue, file);
  const prose = join(ROOT, 'views', 'prose');
  for (const file of readdirSync(prose).filter((one) => one.endsWith(`.${language}.hbs`)))
    keep(readFileSync(join(prose, file), 'utf8'), file);
  return words;
}

/** Those of the words that the dictionary does not know; null where hunspell or the dictionary is absent. */
function unknown(words: Iterable<string>, language: Language): string[] | null {
  const { status, stdout } = spawnSync('hunspell', ['-d', DICTIONARIES[language], '-i', 'utf-8', '-l'], {
    input: [...words].join('\n'),
    encoding: 'utf8',
  });
  return status === 0 ? stdout.split('\n').filter(Boolean) : null;
}

const right = new Set(readFileSync(join(ROOT, 'tools', 'pages', 'spelling-words.txt'), 'utf8').split('\n'));
let wrong = 0;
for (const language of LANGUAGES) {
  const words = wordsOf(language);
  const found = unknown(words.keys(), language);
  if (!found) {
    console.log(
      `skipped: spelling in ${language}, since hunspell or its ${DICTIONARIES[language]} is not installed (npm run setup:debian)`,
    );
    continue;
  }
  const faults = [...new Set(found)].filter((word) => !right.has(`${language} ${word}`));
  for (const word of faults) console.log(`${language} ${word} · ${words.get(word) ?? ''}`);
  console.log(`${words.size} words in ${language}: ${faults.length} that no dictionary knows`);
  wrong += faults.length;
}
process.exit(wrong === 0 ? 0 : 1);
