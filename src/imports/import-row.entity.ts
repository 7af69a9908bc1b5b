import { defineEntity, p } from '@mikro-orm/core';
import { id, keyedHash } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { CaseImport } from './case-import.entity.js';
import type { Cells } from './import.rules.js';

/** What of a row is sealed. */
export interface KeptRow {
  readonly cells: Cells;
  readonly tooMany: boolean;
}

const ImportRowSchema = defineEntity({
  name: 'ImportRow',
  tableName: 'case_import_row',
  indexes: [{ properties: ['import', 'line'] }, { properties: ['import', 'caseHash'] }],
  properties: {
    id: id(),
    import: () => p.manyToOne(CaseImport).deleteRule('cascade'),
    line: p.integer(),
    /** Keyed hash of the application number: rows of one case find each other wherever they stand. */
    caseHash: keyedHash(),
    cells: encrypted<KeptRow>('case_import_row.cells'),
  },
});

/** A row of a table that is not read yet. It goes in the transaction that opens its case, or refuses it. */
export class ImportRow extends ImportRowSchema.class {}
ImportRowSchema.setClass(ImportRow);
