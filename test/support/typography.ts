import type { Language } from '../../src/language/language.js';

const NUMBERS =
  'count|days|minutes|hours|months|years|weeks|width|height|most|shortest|longest|length|megabytes|megapixels|pixels|number|limit|minWidth|minHeight|maxWidth|maxHeight';

/** A word that is counted: not one that only joins. */
const NOUN =
  '(?!(?:à|a|au|aux|avec|avant|après|chacun|d|dans|de|des|du|en|est|et|la|le|les|n|ne|nous|ont|ou|par|pas|pour|puis|que|qui|si|son|sont|sur|vers|vous)(?![\\p{L}]))\\p{Ll}';

const RULES: Record<Language, [RegExp, string][]> = {
  en: [
    [/[\p{L}\d]['][\p{L}]|(?<=\s)'|'(?=\s)/u, 'a straight apostrophe: ’'],
    [/"/, 'straight quotes: “ ”'],
    [/\s[;:!?%](?!\d)/u, 'a space before ; : ! ? or %'],
    [/[«»]/, 'French quotes'],
  ],
  fr: [
    [/'/, 'a straight apostrophe: ’'],
    [/["“”]/, 'quotes that are not « »'],
    [/\s[;!?]/u, 'a space before ; ! or ?'],
    [/[^\u00a0\s\d/]:(?!\/\/)(?=\s|$)/u, 'no space before :'],
    [/[^\S\u00a0]:/u, 'a space before : that breaks'],
    [/«[^\u00a0]|[^\u00a0]»/u, 'no U+00A0 inside « »'],
    [/[^\u00a0]%/u, 'no U+00A0 before %'],
    [/[^\S\u00a0][$](?!\d)/u, 'a space before $ that breaks'],
    [new RegExp(`(?:\\d|\\{\\{(?:${NUMBERS})\\}\\})[^\\S\\u00a0\\u202f]${NOUN}`, 'u'), 'a space between a number and its noun that breaks'],
    [/\.\.\./, 'three dots: …'],
  ],
};

/** What is wrong with a text's typography (GLOSSARY.md, end); none when it is right. Addresses of links and mails are left out. */
export function typographyFaults(text: string, language: Language): string[] {
  const words = text.replace(/https?:\/\/\S+|\S+@\S+/g, '');
  return RULES[language].filter(([pattern]) => pattern.test(words)).map(([, fault]) => `${fault} · ${JSON.stringify(text)}`);
}
