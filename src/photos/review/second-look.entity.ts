import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../../database/columns.js';
import type { ReturnReason } from '../finding.js';
import { PhotoAttempt } from '../photo-attempt.entity.js';
import { PhotoDecision } from './photo-decision.entity.js';

const SecondLookSchema = defineEntity({
  name: 'SecondLook',
  tableName: 'photo_second_look',
  properties: {
    id: id(),
    attempt: () => p.manyToOne(PhotoAttempt).deleteRule('cascade').index(),
    /** The decision that is looked at again; the second officer does not learn what it was. */
    decision: () => p.oneToOne(PhotoDecision).owner().deleteRule('cascade'),
    firstOfficer: p.uuid(),
    chosenAt: time(),
    officer: p.uuid().nullable(),
    lookedAt: time().nullable().index(),
    outcome: p.enum(['accepted', 'returned'] as const).nullable(),
    reasons: p.json().$type<ReturnReason[]>().nullable(),
    agrees: p.boolean().nullable(),
    /** A supervisor has read that the two disagree, and done what is to be done. */
    settledAt: time().nullable(),
    settledBy: p.uuid().nullable(),
  },
});

/** A blind second look at a photo that is decided (PORTAL.md 4): it measures how alike officers decide, and changes nothing by itself. */
export class SecondLook extends SecondLookSchema.class {}
SecondLookSchema.setClass(SecondLook);
