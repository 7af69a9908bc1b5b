import type Handlebars from 'handlebars';
import { formatBytes, formatDate, formatDateTime, formatNumber, formatShortDate, formatTime, formatUnit } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { type Phrase, say } from '../language/phrase.js';
import { hrefByName } from '../language/routes.js';
import type { Translator } from '../language/translator.js';
import type { Constants } from './constant-texts.js';
import { formHelpers } from './form-helpers.js';
import { attributes, type Html, html, raw, shownAs } from './html.js';
import { sign } from './signs.js';

const languageOf = (options: Handlebars.HelperOptions): Language => {
  const hash = options.hash as { language?: Language };
  return hash.language ?? (options.data as { root: { language: Language } }).root.language;
};

const must = <Value>(value: Value, what: string): Exclude<Value, undefined> => {
  if (value === undefined) throw new Error(`${what} was given nothing`);
  return value as Exclude<Value, undefined>;
};

/** Every helper a view may use. The list is whole: an unknown name stops the start. */
export function viewHelpers(translator: Translator): Record<string, Handlebars.HelperDelegate> {
  /** Texts without values, once they were shown: there are as many as the catalogues hold. */
  const shown: Readonly<Record<Language, Map<string, Html>>> = { en: new Map(), fr: new Map() };

  /** A text in the reader's language; a value may be markup made by another helper: {{t "help:text" link=(link "contact" (t "help:contact"))}} */
  function t(key: string, options: Handlebars.HelperOptions): Html {
    const language = languageOf(options);
    const values = options.hash as Readonly<Record<string, unknown>>;
    let plain = true;
    for (const name in values) {
      if (name === 'language') continue;
      must(values[name], `${key}, value ${name}`);
      plain = false;
    }
    const known = plain ? shown[language].get(key) : undefined;
    if (known) return known;
    const text = raw(translator.written(language, key, values, shownAs));
    if (plain) shown[language].set(key, text);
    return text;
  }

  return {
    t,
    href: (name: string, options: Handlebars.HelperOptions) =>
      hrefByName(name, languageOf(options), options.hash as Record<string, unknown>),
    /** A link in running text: {{link "contact" (t "x:y")}} */
    link: (name: string, text: string | Html, options: Handlebars.HelperOptions) =>
      html`<a href="${hrefByName(name, languageOf(options), options.hash as Record<string, unknown>)}">${text}</a>`,
    /** A link to another site. */
    outside: (address: string, text: string | Html, options: Handlebars.HelperOptions) =>
      html`<a${attributes({ href: address, rel: 'external', lang: (options.hash as { lang?: string }).lang ?? null })}>${text}</a>`,
    /** A phrase that a rule answered with: {{say label}} */
    say: (phrase: Phrase, options: Handlebars.HelperOptions) => say(translator, languageOf(options), must(phrase, 'say')),
    strong: (text: string | Html) => html`<strong>${text}</strong>`,
    code: (text: string) => html`<code class="num">${text}</code>`,
    /** A person's own words: the direction follows the words. */
    own: (text: string) => html`<bdi>${must(text, 'own')}</bdi>`,
    mailto: (address: string) => html`<a href="mailto:${must(address, 'mailto')}">${address}</a>`,
    vh: (text: string | Html) => html`<span class="vh">${text}</span>`,
    sign: (name: string) => sign(name),
    date: (when: Date | string, options: Handlebars.HelperOptions) => time(when, formatDate(must(when, 'date'), languageOf(options))),
    shortDate: (when: Date | string, options: Handlebars.HelperOptions) =>
      time(when, formatShortDate(must(when, 'shortDate'), languageOf(options))),
    time: (when: Date, options: Handlebars.HelperOptions) => time(when, formatTime(must(when, 'time'), languageOf(options))),
    dateTime: (when: Date, options: Handlebars.HelperOptions) => time(when, formatDateTime(must(when, 'dateTime'), languageOf(options))),
    number: (value: number, options: Handlebars.HelperOptions) =>
      formatNumber(must(value, 'number'), languageOf(options), (options.hash as { decimals?: number }).decimals ?? 0),
    bytes: (value: number, options: Handlebars.HelperOptions) => formatBytes(must(value, 'bytes'), languageOf(options)),
    unit: (value: number, unit: string, options: Handlebars.HelperOptions) =>
      formatUnit(must(value, 'unit'), unit, languageOf(options), (options.hash as { decimals?: number }).decimals ?? 0),
    eq: (one: unknown, other: unknown) => one === other,
    not: (value: unknown) => !value,
    and: (...values: unknown[]) => values.slice(0, -1).every(Boolean),
    or: (...values: unknown[]) => values.slice(0, -1).some(Boolean),
    concat: (...texts: unknown[]) => texts.slice(0, -1).map(String).join(''),
    /** Leaves an attribute out when its value is empty: <li{{attr "aria-current" current}}> */
    attr: (name: string, value: string | boolean | null) => attributes({ [name]: value }),
    ...formHelpers,
  };
}

/** What helpers answer to a word alone, whatever the page: these are written into the views of a language when they are compiled. */
export const constantsOf = (translator: Translator, language: Language): Constants => ({
  t: (key) => translator.text(language, key),
  href: (name) => hrefByName(name, language, {}),
});

const time = (when: Date | string, text: string): Html =>
  html`<time datetime="${typeof when === 'string' ? when : when.toISOString()}">${text}</time>`;
