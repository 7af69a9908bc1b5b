import type { Phrase } from '../language/phrase.js';

/** What stands in a place of a table. A share has nothing to show where too few were counted. */
export type Cell =
  | { readonly week: string }
  | { readonly phrase: Phrase }
  | { readonly count: number }
  | { readonly share: number | null }
  | { readonly days: number | null };

export interface Table {
  readonly caption: Phrase;
  /** Names of texts, `reports:column.<name>`; the first column names its row. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly total: readonly Cell[] | null;
}

/** A picture of some of the table's numbers. What is more than its name is said of it in words as well. */
export interface Chart {
  readonly name: Phrase;
  readonly unit: 'count' | 'share' | 'days';
  readonly values: readonly { readonly of: { readonly week: string } | { readonly phrase: Phrase }; readonly value: number | null }[];
  /** A line across at this value. */
  readonly mark: number | null;
}

export interface Report {
  readonly charts: readonly Chart[];
  /** From the whole to its parts; the last one, which holds all, is the one to save. */
  readonly tables: readonly Table[];
}

export const shareOf = (part: number, whole: number, least = 1): number | null => (whole < least ? null : part / whole);
