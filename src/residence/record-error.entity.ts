import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../cases/person.entity.js';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { ResidenceRecord } from './residence-record.entity.js';

/** What can be wrong on a record; also names of texts. */
export const RECORD_PARTS = ['familyName', 'givenNames', 'born', 'sex', 'citizenship', 'uci', 'other'] as const;
export type RecordPart = (typeof RECORD_PARTS)[number];

const RecordErrorSchema = defineEntity({
  name: 'RecordError',
  tableName: 'record_error',
  properties: {
    id: id(),
    record: () => p.manyToOne(ResidenceRecord).index().deleteRule('cascade'),
    person: () => p.manyToOne(Person).index().deleteRule('cascade'),
    parts: p.json().$type<RecordPart[]>(),
    /** What is wrong and how it should be, as the person wrote it. */
    words: encrypted<string>('record_error.words'),
    reportedAt: time(),
    reportedBy: p.uuid(),
    closedAt: time().nullable(),
    closedBy: p.uuid().nullable(),
    outcome: p.enum(['corrected', 'answered'] as const).nullable(),
    /** An officer's words to the person, where nothing was to be corrected. */
    answer: encrypted<string>('record_error.answer').nullable(),
  },
});

/** An error that was reported on an eCOPR. One at a time is open for a person. */
export class RecordError extends RecordErrorSchema.class {
  close(by: string, outcome: 'corrected' | 'answered', answer: string | null, at: Date): void {
    this.closedAt = at;
    this.closedBy = by;
    this.outcome = outcome;
    this.answer = answer;
  }
}
RecordErrorSchema.setClass(RecordError);
