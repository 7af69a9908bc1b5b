import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import type { ReturnReason } from './finding.js';
import { PhotoAttempt } from './photo-attempt.entity.js';

const PhotoDecisionSchema = defineEntity({
  name: 'PhotoDecision',
  tableName: 'photo_decision',
  properties: {
    id: id(),
    attempt: () => p.manyToOne(PhotoAttempt).index(),
    decision: p.enum(['accepted', 'returned'] as const),
    reasons: p.json().$type<ReturnReason[]>(),
    words: encrypted<string>('photo_decision.words').nullable(),
    wordsLanguage: p.enum(['en', 'fr'] as const).nullable(),
    officer: p.uuid(),
    decidedAt: time(),
  },
});

/** An officer's decision on a photo, with every reason at once and words of their own (S11, S17). */
export class PhotoDecision extends PhotoDecisionSchema.class {}
PhotoDecisionSchema.setClass(PhotoDecision);
