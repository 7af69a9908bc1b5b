import { Injectable } from '@nestjs/common';
import { COUNTRY_CODES, countryName, STATELESS } from '../cases/countries.js';
import { RELATIONS, SEXES } from '../cases/person.entity.js';
import { LANGUAGES } from '../language/language.js';
import { Translator } from '../language/translator.js';
import { folded } from '../privacy/normalise.js';
import { COLUMNS, type Column } from './import.rules.js';

/** How headings and values may be written: as codes, or in the words of either language. Case, accents and hyphens do not count. */
@Injectable()
export class ImportWords {
  readonly #headings = new Map<string, Column>();
  readonly #values: Partial<Record<Column, Map<string, string>>>;

  constructor(translator: Translator) {
    for (const column of COLUMNS) {
      this.#headings.set(folded(column), column);
      for (const language of LANGUAGES)
        this.#headings.set(folded(translator.text(language, `admin-imports:column.${column}.name`)), column);
    }
    const worded = (codes: readonly string[], prefix: string) =>
      written(codes, (code) => LANGUAGES.map((language) => translator.text(language, `${prefix}.${code}`)));
    const countries = written([...COUNTRY_CODES, STATELESS], (code) => LANGUAGES.map((language) => countryName(code, language)));
    this.#values = {
      relation: worded(RELATIONS, 'admin-family:relation'),
      sex: worded(SEXES, 'reply:sexes'),
      language: worded(LANGUAGES, 'admin-cases:languages'),
      countryOfBirth: countries,
      citizenship: countries,
    };
  }

  /** The column that a heading names; null for one we don't know. */
  columnOf(heading: string): Column | null {
    return this.#headings.get(folded(heading)) ?? null;
  }

  /** The code behind what was typed; what we don't know stays as it is, for the form to refuse. */
  codeOf(column: Column, typed: string): string {
    return this.#values[column]?.get(folded(typed)) ?? typed;
  }
}

function written(codes: readonly string[], wordsFor: (code: string) => string[]): Map<string, string> {
  return new Map(codes.flatMap((code) => [code, ...wordsFor(code)].map((words) => [folded(words), code] as const)));
}
