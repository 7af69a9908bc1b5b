import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { CardBatchPlace } from './batches/card-batch-place.entity.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import { addDays, dayOf } from '../language/formats.js';
import { Card } from './card.entity.js';
import { CARD_DAYS } from './card.rules.js';
import { keepBackForErrors } from './kept-back.js';

/** Asks for the card as soon as the last of its three conditions is there. */
@Injectable()
export class CardRequests {
  constructor(private readonly audit: AuditLog) {}

  /**
   * Called in the transaction of each act that may complete the three: photo accepted, residence confirmed, address given; and of the
   * one that lets a suspended file go on. The due day counts from the last of them (S12). Does nothing when one is missing, or a card is
   * on its way already. While an error is looked at the card is held at once (PORTAL.md 6.18).
   */
  async whenReady(em: EntityManager, confirmation: Confirmation, actor: Actor, now: Date): Promise<void> {
    const ready =
      confirmation.residence === 'confirmed' &&
      confirmation.photo?.state === 'accepted' &&
      confirmation.cardAddress !== null &&
      !confirmation.suspendedAt;
    if (!ready || confirmation.card) return;
    const card = em.create(Card, { person: confirmation.person, requestedAt: now, dueOn: addDays(dayOf(now), CARD_DAYS) });
    confirmation.card = card;
    this.audit.record(em, actor, 'card.requested', confirmation.person.id, now, { dueOn: card.dueOn }, confirmation.person.caseFile.id);
    await keepBackForErrors(em, this.audit, confirmation, actor, now);
  }

  /**
   * The photo's acceptance was taken back: a card asked for since is no longer. Answers false when it went to print already.
   * Nothing came of that card, so its row goes; the trail keeps both events.
   */
  async withdraw(em: EntityManager, confirmation: Confirmation, actor: Actor, now: Date): Promise<boolean> {
    const { card, person } = confirmation;
    if (!card) return true;
    if (!(await onlyAskedFor(em, card))) return false;
    if (card.state === 'held') {
      confirmation.releaseCard();
      await em.flush(); // only what waits is removed
    }
    confirmation.card = null;
    em.remove(card);
    this.audit.record(em, actor, 'card.withdrawn', person.id, now, { dueOn: card.dueOn }, person.caseFile.id);
    return true;
  }
}

/** Nothing was printed of it: held or not, it was in no batch, and stands in place of no card that was mailed. */
export const onlyAskedFor = async (em: EntityManager, card: Card): Promise<boolean> =>
  (card.state === 'requested' || card.state === 'held') && !card.replaces && (await em.count(CardBatchPlace, { card })) === 0;
