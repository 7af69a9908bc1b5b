import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type i18n } from 'i18next';
import { ROOT } from '../config.js';
import { LANGUAGES, type Language } from './language.js';

export type TextValues = Record<string, string | number>;
/** How what stands between a text's places, and the values in them, are written: as they are, or as markup. */
type Write<Value> = (piece: Value | string) => string;
type Catalogue = { [key: string]: string | Catalogue };

/** The texts of one language: `locales/<language>/<module>.json`, named `module:path.to.key`. */
class Texts {
  readonly #plain = new Map<string, string>();
  /** Texts with places for values, by name and plural form, as i18next gives them before it fills them in. */
  readonly #patterns = new Map<string, readonly string[]>();
  readonly #language: Language;
  readonly #plurals: Intl.PluralRules;
  readonly #i18n: i18n;

  constructor(language: Language, folder: string, names: Catalogue) {
    this.#language = language;
    this.#plurals = new Intl.PluralRules(language);
    const files = readdirSync(join(folder, language)).filter((file) => file.endsWith('.json'));
    const resources: Record<string, Catalogue> = {};
    for (const file of files) {
      const name = file.slice(0, -5);
      const catalogue = JSON.parse(readFileSync(join(folder, language, file), 'utf8')) as Catalogue;
      if (name === 'layout') Object.assign(catalogue, names);
      resources[name] = catalogue;
      this.#collect(`${name}:`, catalogue);
    }
    this.#i18n = i18next.createInstance();
    void this.#i18n.init({
      lng: language,
      fallbackLng: false, // a gap is a fault, never a text in the other language
      load: 'currentOnly',
      supportedLngs: [language],
      ns: Object.keys(resources),
      resources: { [language]: resources },
      initAsync: false,
      saveMissing: true,
      missingKeyHandler: (_languages, namespace, key) => {
        throw new Error(`no ${language} text is named ${namespace}:${key}`);
      },
    });
  }

  /** Texts without values or plurals are looked up at once: they are nearly all of a page's words. */
  text<Value>(key: string, values: Readonly<Record<string, Value>>, write: Write<Value>): string {
    const plain = this.#plain.get(key);
    return plain === undefined ? this.#filled(key, values, write) : write(plain);
  }

  /**
   * i18next chooses the text; the values are put into its places here, in one pass, so that a person's words are never a template, and
   * the choice is made once for each plural form instead of at each use.
   */
  #filled<Value>(key: string, values: Readonly<Record<string, Value>>, write: Write<Value>): string {
    const pattern = this.#patternOf(key, values.count);
    let text = write(pattern[0] ?? '');
    for (let place = 1; place < pattern.length; place += 2) {
      const value = values[pattern[place] as string];
      if (value === undefined) throw new Error(`the ${this.#language} text "${key}" was given no value for ${pattern[place]}`);
      text += write(value) + write(pattern[place + 1] as string);
    }
    return text;
  }

  /** What stands between the places and the places' names, by turns: `['Sent on ', 'date', '.']`. */
  #patternOf(key: string, count: unknown): readonly string[] {
    const name = typeof count === 'number' ? `${key} ${this.#plurals.select(count)}` : key;
    const known = this.#patterns.get(name);
    if (known) return known;
    const found: unknown = this.#i18n.t(key, { ...(count === undefined ? {} : { count }), skipInterpolation: true, returnObjects: true });
    if (typeof found !== 'string') throw new Error(`no ${this.#language} text is named ${key}`); // a branch of the catalogue
    const pattern = found.split(/\{\{(\w+)\}\}/);
    this.#patterns.set(name, pattern);
    return pattern;
  }

  has(key: string): boolean {
    return this.#plain.has(key) || this.#i18n.exists(key);
  }

  #collect(prefix: string, catalogue: Catalogue): void {
    for (const [key, value] of Object.entries(catalogue)) {
      if (typeof value !== 'string') this.#collect(`${prefix}${key}.`, value);
      else if (!value.includes('{{') && !value.includes('$t(') && !/_(one|many|other)$/.test(key)) this.#plain.set(prefix + key, value);
    }
  }
}

/** Gives each text in the reader's language. */
export class Translator {
  readonly #texts: Record<Language, Texts>;

  /** @param names texts of `layout` instead of those in the folder, by language: a brand's (src/pages/brand.ts) */
  constructor(folder = join(ROOT, 'locales'), names: Readonly<Partial<Record<Language, Catalogue>>> = {}) {
    const textsIn = (language: Language): Texts => new Texts(language, folder, names[language] ?? {});
    this.#texts = Object.fromEntries(LANGUAGES.map((language) => [language, textsIn(language)])) as Record<Language, Texts>;
  }

  /**
   * `text('fr', 'photo:tooSmall', { width: 640 })`; `count` chooses the plural (French: 0 and 1 are singular).
   * @throws Error when the text or one of its values is missing: a test or the error page shows it, never a half sentence
   */
  text(language: Language, key: string, values: TextValues = {}): string {
    return this.#texts[language].text(key, values, String);
  }

  /** The same with each piece written for where it will stand; values may be whatever `write` knows how to write. */
  written<Value>(language: Language, key: string, values: Readonly<Record<string, Value>>, write: Write<Value>): string {
    return this.#texts[language].text(key, values, write);
  }

  /** A list to choose from: each value with its text, which is named `key.value`. */
  choices<Value extends string>(language: Language, values: readonly Value[], key: string): { value: Value; text: string }[] {
    return values.map((value) => ({ value, text: this.text(language, `${key}.${value}`) }));
  }

  has(language: Language, key: string): boolean {
    return this.#texts[language].has(key);
  }
}
