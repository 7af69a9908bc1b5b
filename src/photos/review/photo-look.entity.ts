import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../../database/columns.js';
import { PhotoAttempt } from '../photo-attempt.entity.js';

/** What an officer thought before they saw what the checks found; `undecided` where they asked to see it. */
export const IMPRESSIONS = ['accept', 'return', 'undecided'] as const;
export type Impression = (typeof IMPRESSIONS)[number];

const PhotoLookSchema = defineEntity({
  name: 'PhotoLook',
  tableName: 'photo_look',
  uniques: [{ properties: ['attempt', 'officer'] }],
  properties: {
    id: id(),
    attempt: () => p.manyToOne(PhotoAttempt),
    officer: p.uuid(),
    impression: p.enum(IMPRESSIONS),
    lookedAt: time(),
  },
});

/** An officer's first look at a photo. There is one, made before the findings are shown; the database refuses any change. */
export class PhotoLook extends PhotoLookSchema.class {}
PhotoLookSchema.setClass(PhotoLook);
