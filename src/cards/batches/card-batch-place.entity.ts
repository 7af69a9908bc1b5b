import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../../database/columns.js';
import { Card } from '../card.entity.js';
import { CardBatch } from './card-batch.entity.js';
import { WITHDRAWAL_REASONS } from './card-batch.rules.js';

const CardBatchPlaceSchema = defineEntity({
  name: 'CardBatchPlace',
  tableName: 'card_batch_place',
  uniques: [{ properties: ['batch', 'position'] }],
  properties: {
    id: id(),
    batch: () => p.manyToOne(CardBatch),
    card: () => p.manyToOne(Card).index().deleteRule('cascade'),
    /** From 1, in the order of printing. */
    position: p.integer(),
    /** Printed on the card and in its machine readable lines. */
    cardNumber: p.string().length(9).unique(),
    /** Since when the card is held: it is in no later download, and has another place later. */
    withdrawnAt: time().nullable(),
    withdrawnFor: p.enum(WITHDRAWAL_REASONS).nullable(),
    /** The batch had been downloaded by then: the printing facility must hear of it. */
    withdrawnReleased: p.boolean().default(false),
  },
});

/** A card's place in a batch; at most one of a card counts, and the database holds to it. */
export class CardBatchPlace extends CardBatchPlaceSchema.class {}
CardBatchPlaceSchema.setClass(CardBatchPlace);
