import { defineEntity, p } from '@mikro-orm/core';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { Person } from './person.entity.js';

const CaseFileSchema = defineEntity({
  name: 'CaseFile',
  tableName: 'case_file',
  properties: {
    id: id(),
    applicationNumber: encrypted<string>('case_file.application_number'),
    applicationNumberIndex: keyedHash().unique(),
    /** The office's address for this case: it belongs to the invitation and stands on every signed-in page (S36). */
    contactAddress: p.string(),
    language: p.enum(['en', 'fr'] as const),
    /** The day the office received the application, `YYYY-MM-DD`: who was under 18 then is a child of it (PORTAL.md 2). */
    appliedOn: p.date(),
    createdAt: time(),
    createdBy: p.uuid(),
    /** The table it came in, where it came in one. */
    importId: p.uuid().nullable().index(),
    persons: () => p.oneToMany(Person).mappedBy('caseFile'),
  },
});

/** A case: one application for permanent residence, with the persons on it. */
export class CaseFile extends CaseFileSchema.class {}
CaseFileSchema.setClass(CaseFile);
