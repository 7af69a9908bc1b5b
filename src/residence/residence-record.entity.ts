import { defineEntity, p } from '@mikro-orm/core';
import { Person, type PersonFacts } from '../cases/person.entity.js';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

/** What the record says, as it was when it was issued: a later change of the file changes no record (PORTAL.md 4). */
export interface RecordFacts extends PersonFacts {
  readonly applicationNumber: string;
  /** The moment somebody became a permanent resident, ISO 8601. */
  readonly becameAt: string;
}

const ResidenceRecordSchema = defineEntity({
  name: 'ResidenceRecord',
  tableName: 'residence_record',
  indexes: [{ properties: ['replacedAt', 'issuedAt'] }],
  properties: {
    id: id(),
    person: () => p.manyToOne(Person).index().deleteRule('cascade'),
    /** On the document, `CRP-26-8H4N-2QXW`. */
    number: p.string().length(20).unique(),
    facts: encrypted<RecordFacts>('residence_record.facts'),
    /** The signed code as printed (record-code.ts), kept because the key that signed may be gone when it is printed again. */
    code: encrypted<string>('residence_record.code'),
    codeHash: keyedHash().unique(),
    /** The number of the key that signed. */
    signedWith: p.smallint(),
    issuedAt: time(),
    issuedBy: p.uuid(),
    /** Since when another record stands in its place. */
    replacedAt: time().nullable(),
    downloads: p.integer().default(0),
    lastDownloadAt: time().nullable(),
    /** The next reminder (record-reminders.ts); null once both were looked at. */
    remindAt: time().nullable().index(),
  },
});

/** An electronic confirmation of permanent residence (eCOPR), version by version; the one that was not replaced counts. */
export class ResidenceRecord extends ResidenceRecordSchema.class {
  download(at: Date): void {
    this.downloads += 1;
    this.lastDownloadAt = at;
  }
}
ResidenceRecordSchema.setClass(ResidenceRecord);
