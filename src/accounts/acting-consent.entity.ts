import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../cases/person.entity.js';
import { id, keyedHash, time } from '../database/columns.js';

export const CONSENT_ANSWERS = ['given', 'refused'] as const;
export type ConsentAnswer = (typeof CONSENT_ANSWERS)[number];

const ActingConsentSchema = defineEntity({
  name: 'ActingConsent',
  tableName: 'acting_consent',
  properties: {
    id: id(),
    person: () => p.manyToOne(Person).index(),
    tokenHash: keyedHash().unique(),
    askedAt: time(),
    askedBy: p.uuid(),
    endsAt: time(),
    answer: p.enum(CONSENT_ANSWERS).nullable(),
    answeredAt: time().nullable(),
    /** Replaced by a newer one. */
    closedAt: time().nullable(),
  },
});

/** A link by which an adult dependant says whether the principal applicant may act for them (PORTAL.md 2). */
export class ActingConsent extends ActingConsentSchema.class {
  stateAt(now: Date): 'open' | 'used' | 'ended' {
    if (this.answer) return 'used';
    return this.closedAt || now >= this.endsAt ? 'ended' : 'open';
  }
}
ActingConsentSchema.setClass(ActingConsent);
