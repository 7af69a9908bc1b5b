/** Rows that go, or lose what they hold, by the clock alone. */
export interface RowClass {
  readonly name: string;
  /** The rule in words, and where it comes from. */
  readonly rule: string;
  readonly source: string;
  readonly table: string;
  /** The moment from which the time counts, in SQL over the table as `r`; null: not yet. */
  readonly since: string;
  readonly keep: number;
  /** What is emptied; without it the row goes. */
  readonly wipe?: string;
  /** Rows that still hold something to empty. */
  readonly only?: string;
  /** The case that a row belongs to, in SQL over `r`: a legal hold on it keeps the row. */
  readonly caseFile?: string;
}
