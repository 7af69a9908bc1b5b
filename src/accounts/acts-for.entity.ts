import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../cases/person.entity.js';
import { time } from '../database/columns.js';
import { Account } from './account.entity.js';

export const ACTING_RELATIONS = ['self', 'parent', 'principal_with_consent'] as const;
export type ActingRelation = (typeof ACTING_RELATIONS)[number];

const ActsForSchema = defineEntity({
  name: 'ActsFor',
  tableName: 'acts_for',
  properties: {
    account: () => p.manyToOne(Account).primary(),
    person: () => p.manyToOne(Person).primary().index(),
    /** Always `applicant`: the database ties it to the account's kind, so that a representative can't stand here (S33). */
    accountKind: p.enum(['applicant'] as const).default('applicant'),
    relation: p.enum(ACTING_RELATIONS),
    since: time(),
    until: time().nullable(),
    /** With `principal_with_consent`: the link by which they agreed; the database ties it to the person and to its answer. */
    consentId: p.uuid().nullable(),
    consentAnswer: p.text().nullable(),
  },
});

/** Whose account may act for which person, and as what. Declarations and submissions are signed through this row. */
export class ActsFor extends ActsForSchema.class {}
ActsForSchema.setClass(ActsFor);
