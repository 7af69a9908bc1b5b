import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { Card } from '../card.entity.js';
import { CardBatch } from './card-batch.entity.js';
import type { WithdrawalReason } from './card-batch.rules.js';
import { CardBatchPlace } from './card-batch-place.entity.js';

/**
 * The batches in which these cards stand, locked in the order in which everybody locks: for who holds several cards in one transaction, so
 * that two of them take turns.
 */
export async function lockBatches(em: EntityManager, cards: readonly Card[]): Promise<void> {
  const places = await em.find(CardBatchPlace, { card: { $in: cards.map(({ id }) => id) }, withdrawnAt: null });
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const;
  await em.find(CardBatch, { id: { $in: places.map(({ batch }) => batch.id) } }, lock);
}

/**
 * A card that is held leaves its batch: no later download has it. Called in the transaction that holds it. A file that was saved while this
 * waited for its turn does not have the withdrawal: so the withdrawal is later than any such file.
 */
export async function withdrawPlace(em: EntityManager, card: Card, reason: WithdrawalReason, now: Date): Promise<void> {
  const place = await em.findOne(CardBatchPlace, { card, withdrawnAt: null });
  if (!place) return;
  // a download that is under way is recorded before, or is none
  const batch = await em.findOneOrFail(CardBatch, { id: place.batch.id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  const withdrawnAt = new Date(Math.max(now.getTime(), batch.toldUntil + 1));
  Object.assign(place, { withdrawnAt, withdrawnFor: reason, withdrawnReleased: batch.downloads > 0 });
}
