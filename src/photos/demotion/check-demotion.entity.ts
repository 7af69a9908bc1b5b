import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '../../access/actor.js';
import { id, time } from '../../database/columns.js';
import type { CheckName } from '../finding.js';

const CheckDemotionSchema = defineEntity({
  name: 'CheckDemotion',
  tableName: 'check_demotion',
  properties: {
    id: id(),
    checkName: p.string().length(40).index().$type<CheckName>(),
    /** The figures it was done on: photos that were decided with this check's warning, and how many of them were accepted. */
    warned: p.integer(),
    accepted: p.integer(),
    demotedAt: time(),
    demotedBy: p.uuid(),
    restoredAt: time().nullable(),
    restoredBy: p.uuid().nullable(),
  },
});

/** A photo check that only informs, because officers contradicted its warnings too often; until a supervisor lets it warn again. */
export class CheckDemotion extends CheckDemotionSchema.class {
  restore(by: Actor<'officer'>, at: Date): void {
    this.restoredAt = at;
    this.restoredBy = by.accountId;
  }
}
CheckDemotionSchema.setClass(CheckDemotion);
