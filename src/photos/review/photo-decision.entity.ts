import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../../database/columns.js';
import { encrypted } from '../../privacy/encrypted.js';
import type { Finding, ReturnReason } from '../finding.js';
import { PhotoAttempt } from '../photo-attempt.entity.js';
import { RETURN_MARKS } from './return-mark.js';
import { PhotoLook } from './photo-look.entity.js';

const PhotoDecisionSchema = defineEntity({
  name: 'PhotoDecision',
  tableName: 'photo_decision',
  indexes: [{ properties: ['officer', 'decidedAt'] }],
  properties: {
    id: id(),
    attempt: () => p.manyToOne(PhotoAttempt).index(),
    /** What the officer thought before they saw the findings, and when. */
    look: () => p.manyToOne(PhotoLook).index(),
    /** The automatic findings as they stood, so that each warning can be compared with what people decide. */
    findings: p.json().$type<Finding[]>(),
    decision: p.enum(['accepted', 'returned'] as const),
    reasons: p.json().$type<ReturnReason[]>(),
    words: encrypted<string>('photo_decision.words').nullable(),
    wordsLanguage: p.enum(['en', 'fr'] as const).nullable(),
    /** The same in the other language. */
    otherWords: encrypted<string>('photo_decision.other_words').nullable(),
    /** Where on the photo the officer points. */
    mark: p.enum(RETURN_MARKS).nullable(),
    officer: p.uuid(),
    decidedAt: time().index(),
    /** The outbox's row about it, withdrawn when the decision is undone. */
    mail: p.uuid(),
  },
});

/** An officer's decision on a photo, with every reason at once and words of their own (S11, S17). One that is undone stays on record. */
export class PhotoDecision extends PhotoDecisionSchema.class {}
PhotoDecisionSchema.setClass(PhotoDecision);
