import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../../database/columns.js';
import { PhotoDecision } from './photo-decision.entity.js';

const PhotoUndoSchema = defineEntity({
  name: 'PhotoUndo',
  tableName: 'photo_undo',
  properties: {
    id: id(),
    decision: () => p.oneToOne(PhotoDecision).owner(),
    officer: p.uuid(),
    undoneAt: time().index(),
  },
});

/** A decision that was taken back while its mail waited. */
export class PhotoUndo extends PhotoUndoSchema.class {}
PhotoUndoSchema.setClass(PhotoUndo);
