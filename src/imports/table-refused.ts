import type { TextValues } from '../language/translator.js';

/** Why a whole table can't be read; also names of texts, `admin-imports:file.<reason>`. */
export type TableFault =
  | 'workbook'
  | 'encoding'
  | 'notCsv'
  | 'empty'
  | 'noRows'
  | 'tooLarge'
  | 'tooManyRows'
  | 'rowTooLong'
  | 'quotes'
  | 'missing'
  | 'unknown'
  | 'twice';

/** Thrown while a table is read; nothing of it is kept. */
export class TableRefused extends Error {
  constructor(
    readonly reason: TableFault,
    readonly values: TextValues = {},
  ) {
    super(`the table is refused: ${reason}`);
  }
}
