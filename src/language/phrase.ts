import { formatDate, formatDateTime, formatShortDate } from './formats.js';
import type { Language } from './language.js';
import type { TextValues, Translator } from './translator.js';

/** A value of a phrase: plain, a moment or day with its form, or phrases of their own joined as a list. */
export type PhraseValue =
  | string
  | number
  | { readonly date: Date | string }
  | { readonly shortDate: Date | string }
  | { readonly dateTime: Date }
  | { readonly phrase: Phrase }
  | { readonly list: readonly Phrase[] };

/** Something to be said, before it is known in which language: rules answer with these, pages say them. */
export interface Phrase {
  readonly key: string;
  readonly values?: Readonly<Record<string, PhraseValue>>;
}

/** The phrase in a language, as plain text. */
export function say(translator: Translator, language: Language, { key, values = {} }: Phrase): string {
  const said: TextValues = {};
  for (const [name, value] of Object.entries(values)) said[name] = valueIn(translator, language, value);
  return translator.text(language, key, said);
}

function valueIn(translator: Translator, language: Language, value: PhraseValue): string | number {
  if (typeof value !== 'object') return value;
  if ('date' in value) return formatDate(value.date, language);
  if ('shortDate' in value) return formatShortDate(value.shortDate, language);
  if ('dateTime' in value) return formatDateTime(value.dateTime, language);
  if ('phrase' in value) return say(translator, language, value.phrase);
  return joined(
    value.list.map((phrase) => say(translator, language, phrase)),
    language,
  );
}

/** "a, b and c" · « a, b et c ». */
function joined(items: string[], language: Language): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${language === 'en' ? 'and' : 'et'} ${last}`;
}
