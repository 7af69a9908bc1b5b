/** A table of cases: as large as any other file the portal takes (security/upload-limit.ts). */
export const MAX_IMPORT_BYTES = 4 * 1024 * 1024;
/** Rows of one table. */
export const MAX_IMPORT_ROWS = 10_000;
/** Characters of one row: a quotation mark that is never closed would swallow the rest of the table. */
export const LONGEST_ROW = 8_000;
/** Rows of one case: read together, so that memory stays flat whatever the table says [A]. */
export const MOST_OF_A_CASE = 50;
/** Rows kept in one transaction while a table arrives. */
export const ROWS_AT_ONCE = 200;
/** Mistakes on the page; the download has all. */
export const MISTAKES_SHOWN = 50;
/** Imports on the list. */
export const IMPORTS_SHOWN = 20;

/** What a row has, in the order of the template. The first four are the case's, and may be empty on rows of its family. */
export const COLUMNS = [
  'applicationNumber',
  'contactAddress',
  'language',
  'appliedOn',
  'relation',
  'familyName',
  'givenNames',
  'dateOfBirth',
  'placeOfBirth',
  'countryOfBirth',
  'sex',
  'citizenship',
  'uci',
  'email',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Said once a case, on the principal applicant's row; rows of the family repeat it or leave it empty. */
export const COLUMNS_OF_THE_CASE = ['contactAddress', 'language', 'appliedOn'] as const satisfies readonly Column[];

/** A row as it was typed. */
export type Cells = Readonly<Record<Column, string>>;
