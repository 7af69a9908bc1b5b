import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

const LegalHoldSchema = defineEntity({
  name: 'LegalHold',
  tableName: 'legal_hold',
  properties: {
    id: id(),
    caseFile: () => p.manyToOne(CaseFile).index(),
    /** A supervisor's own words: they may name people. */
    reason: encrypted<string>('legal_hold.reason'),
    begunAt: time(),
    begunBy: p.uuid(),
    endedAt: time().nullable(),
    endedBy: p.uuid().nullable(),
  },
});

/** Nothing of a case is purged while one of these is open (TRUST.md 22). Begun and ended, never removed or rewritten. */
export class LegalHold extends LegalHoldSchema.class {
  end(by: Actor<'officer'>, at: Date): void {
    this.endedAt = at;
    this.endedBy = by.accountId;
  }
}
LegalHoldSchema.setClass(LegalHold);
