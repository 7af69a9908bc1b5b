import { defineEntity, p } from '@mikro-orm/core';
import { id } from '../database/columns.js';
import type { TextValues } from '../language/translator.js';
import { encrypted } from '../privacy/encrypted.js';
import { CaseImport } from './case-import.entity.js';
import { COLUMNS } from './import.rules.js';

const ImportMistakeSchema = defineEntity({
  name: 'ImportMistake',
  tableName: 'case_import_mistake',
  uniques: [{ properties: ['import', 'line', 'turn'] }],
  properties: {
    id: id(),
    import: () => p.manyToOne(CaseImport).deleteRule('cascade'),
    line: p.integer(),
    /** Its place among those of the line. */
    turn: p.integer(),
    /** Null: the row as a whole. */
    place: p.string().$type<(typeof COLUMNS)[number]>().nullable(),
    /** The name of its text. */
    words: p.string(),
    /** The text's values; never what stood in the cell. */
    details: encrypted<TextValues>('case_import_mistake.details').nullable(),
  },
});

/** Why a case of a table was not opened: where, and which mistake. */
export class ImportMistake extends ImportMistakeSchema.class {}
ImportMistakeSchema.setClass(ImportMistake);
