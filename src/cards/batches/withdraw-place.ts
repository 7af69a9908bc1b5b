import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { Card } from '../card.entity.js';
import { CardBatch } from './card-batch.entity.js';
import type { WithdrawalReason } from './card-batch.rules.js';
import { CardBatchPlace } from './card-batch-place.entity.js';

/** A card that is held leaves its batch: no later download has it. Called in the transaction that holds it. */
export async function withdrawPlace(em: EntityManager, card: Card, reason: WithdrawalReason, now: Date): Promise<void> {
  const place = await em.findOne(CardBatchPlace, { card, withdrawnAt: null });
  if (!place) return;
  // a download that is under way is recorded before, or is none
  const batch = await em.findOneOrFail(CardBatch, { id: place.batch.id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  Object.assign(place, { withdrawnAt: now, withdrawnFor: reason, withdrawnReleased: batch.downloads > 0 });
}
