import { pipeline, Readable } from 'node:stream';
import { type CsvError, type InfoRecord, parse } from 'csv-parse';
import { type Cells, COLUMNS, type Column, LONGEST_ROW, MAX_IMPORT_ROWS } from './import.rules.js';
import type { ImportWords } from './import-words.js';
import { TableRefused } from './table-refused.js';
import { decoded } from './table-text.js';

/** A row with the line on which it begins. */
export interface TableRow {
  readonly line: number;
  readonly cells: Cells;
  /** It has more cells than the table has headings: a comma without quotation marks, mostly. */
  readonly tooMany: boolean;
}

/**
 * Reads a CSV table row by row, however large: commas, semicolons (as French Excel writes) or tabs, with or without a byte order mark.
 * @throws TableRefused when it is no such table, whatever came before
 */
export async function* tableRows(bytes: AsyncIterable<Uint8Array>, words: ImportWords): AsyncGenerator<TableRow> {
  const { separator, text } = await withSeparator(decoded(bytes));
  const parser = parse({
    delimiter: separator,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: LONGEST_ROW,
  });
  pipeline(Readable.from(text), parser, () => {}); // a fault of the text reaches the loop through the parser
  let columns: (Column | null)[] | null = null;
  let rows = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: InfoRecord }>) {
      if (!columns) {
        columns = headings(record, words);
        continue;
      }
      if (record.every((cell) => cell === '')) continue; // Excel leaves such rows behind
      if (++rows > MAX_IMPORT_ROWS) throw new TableRefused('tooManyRows', { most: MAX_IMPORT_ROWS });
      const inner = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      yield {
        line: info.lines - inner,
        cells: cellsOf(record, columns),
        tooMany: record.slice(columns.length).some((cell) => cell !== ''),
      };
    }
  } catch (fault) {
    throw refusalOf(fault);
  }
  if (!columns) throw new TableRefused('empty');
  if (rows === 0) throw new TableRefused('noRows');
}

const SEPARATORS = [',', ';', '\t'] as const;

/** The first line tells: no heading has any of these signs in it. */
async function withSeparator(text: AsyncGenerator<string>): Promise<{ separator: string; text: AsyncGenerator<string> }> {
  let start = '';
  for (let more = await text.next(); !more.done; more = await text.next()) {
    start += more.value;
    if (/[\r\n]/.test(start.trimStart()) || start.length > LONGEST_ROW) break;
  }
  const [line = ''] = start.trimStart().split(/[\r\n]/);
  const [separator] = [...SEPARATORS].sort((one, other) => line.split(other).length - line.split(one).length);
  return { separator: separator ?? ',', text: joined(start, text) };
}

async function* joined(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield start;
  yield* rest;
}

/** Each column must be there once; one without a heading is passed over. */
function headings(record: readonly string[], words: ImportWords): (Column | null)[] {
  const named = record.map((heading) => ({ heading, column: heading === '' ? null : words.columnOf(heading) }));
  const unknown = named.filter(({ heading, column }) => heading !== '' && !column).map(({ heading }) => heading.slice(0, 60));
  const missing = COLUMNS.filter((column) => !named.some((one) => one.column === column));
  if (missing.length === COLUMNS.length) throw new TableRefused('missing', { columns: missing.join() });
  if (unknown.length > 0) throw new TableRefused('unknown', { headings: unknown.slice(0, 5).join(', ') });
  if (missing.length > 0) throw new TableRefused('missing', { columns: missing.join() });
  const twice = named.find(({ column }, at) => column && named.findIndex((one) => one.column === column) < at);
  if (twice) throw new TableRefused('twice', { heading: twice.heading });
  return named.map(({ column }) => column);
}

function cellsOf(record: readonly string[], columns: readonly (Column | null)[]): Cells {
  return Object.fromEntries(COLUMNS.map((column) => [column, record[columns.indexOf(column)] ?? ''])) as Record<Column, string>;
}

/** The parser's faults, by their codes. */
function refusalOf(fault: unknown): unknown {
  const { code, lines } = (fault ?? {}) as Partial<CsvError> & { lines?: number };
  if (code === 'CSV_MAX_RECORD_SIZE') return new TableRefused('rowTooLong', { line: lines ?? 0 });
  if (code === 'INVALID_OPENING_QUOTE' || code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'CSV_QUOTE_NOT_CLOSED')
    return new TableRefused('quotes', { line: lines ?? 0 });
  return fault;
}
