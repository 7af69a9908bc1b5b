import type { Cells, Column } from '../../src/imports/import.rules.js';
import { COLUMNS } from '../../src/imports/import.rules.js';
import { ImportReading } from '../../src/imports/import-reading.service.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import type { TestPortal } from '../support/app.js';

let count = 0;

/** A row of a principal applicant whom nobody else in the tests is. */
export function aRow(wishes: Partial<Cells> = {}): Cells {
  const number = ++count;
  return {
    applicationNumber: `E${String(500_000_000 + number)}`,
    contactAddress: 'intake@office.example',
    language: 'en',
    appliedOn: '2025-11-03',
    relation: 'principal',
    familyName: 'Larkenfield',
    givenNames: 'Oriel',
    dateOfBirth: '1990-07-09',
    placeOfBirth: 'Tartu',
    countryOfBirth: 'EE',
    sex: 'F',
    citizenship: 'EE',
    uci: String(50_000_000 + number),
    email: `imported-${number}@mail.example`,
    ...wishes,
  };
}

/** Somebody else on the case of a row; what is the case's is left empty. */
export const aFamilyRow = (principal: Cells, wishes: Partial<Cells> = {}): Cells =>
  aRow({
    applicationNumber: principal.applicationNumber,
    contactAddress: '',
    language: '',
    appliedOn: '',
    relation: 'child',
    givenNames: 'Pim',
    dateOfBirth: '2016-02-03',
    email: '',
    ...wishes,
  });

/** A table as Excel writes one. */
export function table(
  rows: readonly Cells[],
  how: { separator?: string; headings?: readonly string[]; mark?: boolean; end?: string } = {},
): Buffer {
  const { separator = ',', headings = COLUMNS, mark = false, end = '\r\n' } = how;
  const quoted = (cell: string): string => (/[",;\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  const lines = [headings, ...rows.map((row) => COLUMNS.map((column: Column) => row[column]))];
  return Buffer.from((mark ? '\ufeff' : '') + lines.map((line) => line.map(quoted).join(separator) + end).join(''));
}

/** Uploads a table; the browser is on the page that answers. */
export async function upload(officer: Visitor, bytes: Buffer, language: 'en' | 'fr' = 'en', name = 'cases.csv'): Promise<Visitor> {
  await officer.visit(href('adminImports', language));
  return officer.attach('table', { name, type: 'text/csv', bytes }).press(language === 'en' ? 'Upload the table' : 'Téléverser le tableau');
}

/** Uploads a table and lets the portal read it; the browser is on the import's page. */
export async function importTable(portal: TestPortal, officer: Visitor, bytes: Buffer, language: 'en' | 'fr' = 'en'): Promise<Visitor> {
  await upload(officer, bytes, language);
  if (officer.status !== 200) throw new Error(`the table was refused: ${officer.text}`);
  await readTables(portal);
  return officer.reload();
}

/** What the portal does in the background. */
export async function readTables(portal: TestPortal, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await portal.get(ImportReading).readNext(signal)));
}

/** The mistakes on the page of an import: line, column, what is wrong, what to do. */
export const mistakesOn = (officer: Visitor): string[][] =>
  officer
    .$('tbody tr')
    .toArray()
    .map((row) =>
      officer
        .$(row)
        .children()
        .toArray()
        .map((cell) =>
          officer
            .$(cell)
            .text()
            .replace(/^Line /, '')
            .replace(/\s+/g, ' ')
            .trim(),
        ),
    );
