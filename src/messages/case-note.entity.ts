import { defineEntity, p } from '@mikro-orm/core';
import { CaseFile } from '../cases/case-file.entity.js';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

const CaseNoteSchema = defineEntity({
  name: 'CaseNote',
  tableName: 'case_note',
  indexes: [{ properties: ['caseFile', 'writtenAt'] }],
  properties: {
    id: id(),
    caseFile: () => p.manyToOne(CaseFile).deleteRule('cascade'),
    words: encrypted<string>('case_note.words'),
    writtenAt: time(),
    writtenBy: p.uuid(),
  },
});

/** An officer's note for colleagues. No page of anybody else reads this table. */
export class CaseNote extends CaseNoteSchema.class {}
CaseNoteSchema.setClass(CaseNote);
