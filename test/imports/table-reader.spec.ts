import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { csvRow } from '../../src/pages/csv-cell.js';
import { COLUMNS } from '../../src/imports/import.rules.js';
import { ImportWords } from '../../src/imports/import-words.js';
import { tableRows } from '../../src/imports/table-reader.js';
import { TableRefused } from '../../src/imports/table-refused.js';
import { Translator } from '../../src/language/translator.js';
import { aRow, table } from './tables.js';

const words = new ImportWords(new Translator());

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = async (bytes: Buffer, size = 64 * 1024) => Array.fromAsync(tableRows(pieces(bytes, size), words));

describe('a table', () => {
  const rows = [aRow({ familyName: 'Éléonore “Zo”, 1er', placeOfBirth: 'Upper\r\nTown' }), aRow({ givenNames: 'Ołów' })];

  it.each([',', ';', '\t'])('reads the same whatever pieces it comes in, separated by "%s"', async (separator) => {
    const bytes = table(rows, { separator, mark: true });
    const whole = await read(bytes);
    expect(whole.map(({ line, cells }) => [line, cells.familyName])).toEqual([
      [2, 'Éléonore “Zo”, 1er'],
      [4, 'Larkenfield'],
    ]);
    for (const size of [1, 2, 3, 7, 100]) expect(await read(bytes, size)).toEqual(whole);
  });

  it.each(['\n', '\r', '\r\n'])('may end its lines with %j, or not end the last one', async (end) => {
    const bytes = table([aRow(), aRow()], { end });
    expect((await read(bytes)).map(({ line }) => line)).toEqual([2, 3]);
    expect(await read(bytes.subarray(0, bytes.length - end.length))).toHaveLength(2);
  });

  it('may have its columns in any order, empty rows, and columns without a heading', async () => {
    const row = aRow();
    const backwards = [...COLUMNS].reverse();
    const text = [[...backwards, ''].join(), backwards.map((column) => row[column]).join(), ',,,', ''].join('\n');
    expect(await read(Buffer.from(text))).toEqual([{ line: 2, cells: row, tooMany: false }]);
  });

  it('tells a row that has more cells than there are headings', async () => {
    const [bad] = await read(Buffer.from(table([aRow()]).toString().replace('Tartu', 'Tartu,Estonia')));
    expect(bad?.tooMany).toBe(true);
  });

  it('is refused as a whole for a row without end', async () => {
    const endless = Buffer.from(table([aRow({ placeOfBirth: 'B'.repeat(9_000) })]));
    await expect(read(endless)).rejects.toMatchObject({ reason: 'rowTooLong' });
  });

  it('whatever the bytes, is read or refused with a reason, and never a fault', async () => {
    const start = table([aRow()]);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(start.length), async (bytes, at) => {
        const mixed = Buffer.concat([start.subarray(0, at), bytes, start.subarray(at)]);
        await read(mixed, 50).catch((fault: unknown) => expect(fault).toBeInstanceOf(TableRefused));
      }),
      { numRuns: 200 },
    );
  });
});

it('whatever stands in a cell that is handed out, it comes back as it was, behind an apostrophe if it would be a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), (cells) => {
      const [row = []] = parse(csvRow(cells, ';'), { delimiter: ';', relax_column_count: true }) as string[][];
      expect(row).toEqual(cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)));
      expect(row.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    }),
  );
  expect(csvRow(['=1+1', '+1', '-1', '@a', 'a"b', 3], ',')).toBe(`"'=1+1","'+1","'-1","'@a","a""b","3"\r\n`);
});
