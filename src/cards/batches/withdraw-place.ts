import type { EntityManager } from '@mikro-orm/postgresql';
import type { Card } from '../card.entity.js';
import { CardBatchPlace } from './card-batch-place.entity.js';

/** A card that is held leaves its batch: no later download has it. Called in the transaction that holds it. */
export async function withdrawPlace(em: EntityManager, card: Card, now: Date): Promise<void> {
  const place = await em.findOne(CardBatchPlace, { card, withdrawnAt: null });
  if (place) place.withdrawnAt = now;
}
