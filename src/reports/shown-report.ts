import { csvRow } from '../pages/csv-cell.js';
import { formatDate, formatNumber, formatUnit } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { say } from '../language/phrase.js';
import type { Translator } from '../language/translator.js';
import { separatorIn } from '../pages/saved-table.js';
import type { Cell, Table } from './report.js';

/** A table in a reader's words. */
export interface ShownTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly ShownRow[];
  readonly total: ShownRow | null;
}
interface ShownRow {
  readonly head: string;
  readonly cells: readonly { readonly column: string; readonly text: string; readonly number: boolean }[];
}

export function shownTable(table: Table, translator: Translator, language: Language): ShownTable {
  const columns = columnNames(table, translator, language);
  const row = ([head, ...cells]: readonly Cell[]): ShownRow => ({
    head: head ? cellText(head, translator, language) : '',
    cells: cells.map((cell, at) => ({
      column: translator.text(language, 'reports:colon', { column: columns[at + 1] ?? '' }),
      text: cellText(cell, translator, language),
      number: !('phrase' in cell),
    })),
  });
  return { caption: say(translator, language, table.caption), columns, rows: table.rows.map(row), total: table.total && row(table.total) };
}

/** The table's rows to save: without its total, days as `YYYY-MM-DD`, shares in whole per cent, nothing where there is nothing to say. */
export function* tableAsCsv(table: Table, translator: Translator, language: Language): Generator<string> {
  const separator = separatorIn(language);
  yield csvRow(columnNames(table, translator, language), separator);
  for (const cells of table.rows)
    yield csvRow(
      cells.map((cell) => cellData(cell, translator, language)),
      separator,
    );
}

const columnNames = ({ columns }: Table, translator: Translator, language: Language): string[] =>
  columns.map((name) => translator.text(language, `reports:column.${name}`));

function cellText(cell: Cell, translator: Translator, language: Language): string {
  if ('week' in cell) return formatDate(cell.week, language);
  if ('phrase' in cell) return say(translator, language, cell.phrase);
  if ('count' in cell) return formatNumber(cell.count, language);
  if ('share' in cell) return cell.share === null ? '–' : percent(cell.share, language);
  return cell.days === null ? '–' : translator.text(language, 'reports:days', { count: cell.days });
}

function cellData(cell: Cell, translator: Translator, language: Language): string | number {
  if ('week' in cell) return cell.week;
  if ('phrase' in cell) return say(translator, language, cell.phrase);
  if ('count' in cell) return cell.count;
  if ('share' in cell) return cell.share === null ? '' : Math.round(cell.share * 100);
  return cell.days ?? '';
}

/** To a tenth of a per cent, where it has one. */
export function percent(share: number, language: Language): string {
  const shown = Math.round(share * 1000) / 10;
  return formatUnit(shown, '%', language, Number.isInteger(shown) ? 0 : 1);
}
