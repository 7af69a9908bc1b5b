import type { EntityManager } from '@mikro-orm/postgresql';
import { NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import type { Confirmations } from '../confirmation/confirmations.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { isUuid } from '../database/uuid.js';
import { Card } from './card.entity.js';

/**
 * A card that an officer changes, with its confirmation, which is locked first, so that two officers, or an officer and the person, take turns.
 * @throws NotFoundException
 * @throws RefusalPage for their own or a declared relative's
 * @throws TransitionRefused when another card stands in its place, or the file is suspended
 */
export async function lockCard(
  em: EntityManager,
  confirmations: Confirmations,
  officer: Actor<'officer'>,
  cardId: string,
): Promise<{ confirmation: Confirmation; card: Card }> {
  if (!isUuid(cardId)) throw new NotFoundException();
  // not remembered: the card as it was before the lock is not to be trusted
  const found = await em.findOne(Card, { id: cardId }, { fields: ['person'], disableIdentityMap: true });
  if (!found) throw new NotFoundException();
  const confirmation = await confirmations.forOfficer(officer, found.person.id, em);
  const { card } = confirmation;
  if (card?.id !== cardId) throw new TransitionRefused('card', 'replaced', 'change');
  if (confirmation.suspendedAt) throw new TransitionRefused('card', 'suspended', 'change');
  return { confirmation, card };
}
