import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/config.js';
import type { Language } from '../../src/language/language.js';
import { typographyFaults } from '../../test/support/typography.js';
import type { ReadPage } from '../visitor-page.js';
import { renderedTexts } from './rendered-texts.js';

/** Words that only one of the two languages has, and that hardly a sentence does without. */
const TELLING: Record<Language, ReadonlySet<string>> = {
  en: new Set('the and of you your is are was with for this that we our have has will from by it or be not when'.split(' ')),
  fr: new Set(
    'le la les des du vous votre vos est sont une un dans pour avec cette ce nous notre au aux et ou par il elle qui que'.split(' '),
  ),
};
const OTHER = { en: 'fr', fr: 'en' } as const;
const MONTHS = {
  en: 'January|February|March|April|May|June|July|August|September|October|November|December',
  fr: 'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre',
};
/** How the other language would write it (GLOSSARY.md, end). */
const FOREIGN_FORMATS: Record<Language, [RegExp, string][]> = {
  en: [
    [new RegExp(`\\b\\d{1,2}(?:er)?\\s(?:${MONTHS.fr})\\s\\d{4}`, 'u'), 'a French date'],
    [new RegExp(`\\b\\d{1,2}\\s(?:${MONTHS.en})\\s\\d{4}`, 'u'), 'a date that is not written as November 22, 2026'],
    [/\b\d{1,2}\s?h\s?\d\d\b/u, 'a French time'],
    [/\b\d+,\d{1,2}\b(?!,?\d)/u, 'a decimal comma'],
    [/\d\s%/u, 'a space before %'],
  ],
  fr: [
    [new RegExp(`\\b(?:${MONTHS.en})\\s\\d{1,2}`, 'u'), 'an English date'],
    [new RegExp(`\\b\\d{1,2}(?:er)? (?:${MONTHS.fr})\\b`, 'u'), 'a space between day and month that breaks'],
    [/\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b/u, 'an English time'],
    [/\b\d{1,2}:\d\d\b/u, 'a time with a colon'],
    [/(?<!Version\s|WCAG\)?\s|[.\d])\d+\.\d+(?![.\d])/u, 'a decimal point'],
    [/\b[1-9]\d{0,2},\d{3}\b/u, 'a comma between thousands'],
  ],
};
const UNFILLED = /\{\{|\}\}|\bundefined\b|\[object |\bNaN\b|(?<![\w./])[a-z][A-Za-z-]+:[a-z]\w*(?:\.\w+)*/;
/** As in an example of what a table may hold. */
const FULL_DATE = /(?<![\w-]|like |exemple )\d{4}-\d\d-\d\d(?![\w-])/;

/** Names that are the same in both languages. */
const NAMES = ['Chambre des notaires du Québec'];

type Catalogue = { readonly [key: string]: string | Catalogue };

/** Texts of one language alone, whole. */
const ALONE: Record<Language, ReadonlySet<string>> = { en: only('en'), fr: only('fr') };

/** What is wrong with a page's words: the other language's, keys without a text, typography, numbers and dates. */
export function faultsOfWords(page: ReadPage): string[] {
  const faults = renderedTexts(page).flatMap(({ text, language }) => [
    ...typographyFaults(text, language),
    ...(UNFILLED.test(text) ? [`a text that was not filled in · ${text}`] : []),
    ...(FULL_DATE.test(text) ? [`a date for machines · ${text}`] : []),
    ...FOREIGN_FORMATS[language].filter(([pattern]) => pattern.test(text)).map(([, fault]) => `${fault} · ${text}`),
    ...(isForeign(text, language) ? [`in the language "${OTHER[language]}", marked "${language}" · ${text}`] : []),
  ]);
  return [...new Set(faults)];
}

export function isForeign(text: string, language: Language): boolean {
  if (NAMES.includes(text)) return false;
  if (ALONE[OTHER[language]].has(text)) return true;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const of = (its: Language): number => new Set(words.filter((word) => TELLING[its].has(word))).size;
  return of(OTHER[language]) >= 2 && of(OTHER[language]) > of(language);
}

/** Of this language's catalogue the whole texts that the other one's does not have. */
function only(language: Language): ReadonlySet<string> {
  const others = textsOf(OTHER[language]);
  return new Set([...textsOf(language)].filter((text) => /\p{Ll}{3}/u.test(text) && !text.includes('{{') && !others.has(text)));
}

function textsOf(language: Language): ReadonlySet<string> {
  const folder = join(ROOT, 'locales', language);
  const texts = new Set<string>();
  const collect = (part: Catalogue): void => {
    for (const value of Object.values(part)) typeof value === 'string' ? texts.add(value) : collect(value);
  };
  for (const file of readdirSync(folder)) collect(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Catalogue);
  return texts;
}
