import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { readerOf } from '../../accounts/reader-of.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { aboutPerson } from '../../mail/about-person.js';
import { Outbox } from '../../mail/outbox.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { reportedPersons } from '../kept-back.js';
import { lockCard } from '../lock-card.js';
import { againWay, personsWithErrors } from './mail-again.js';
import type { ReturnReason } from './mailed-card.rules.js';

/** Cards into the post (S13), and those that the post brings back (PORTAL.md 6.16). The person is told of both. */
@Injectable()
export class CardMailing {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The card is in the post: for the first time, to the address of its print; or again after it came back, to the one that was given since,
   * which is frozen now. It is not printed again.
   * @throws TransitionRefused when an error is looked at or was corrected since (then another card is made), when it was not printed, was mailed before, its person has not said where it is to go, or an account that acts
   * for them is reported
   */
  async mail(officer: Actor<'officer'>, cardId: string, trackingNumber: string | null): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const { confirmation } = await lockCard(em, this.confirmations, officer, cardId);
        await this.mailLocked(em, officer, confirmation, trackingNumber, this.clock.now());
      },
      { clear: true },
    );
  }

  /** The same in a transaction that has locked the confirmation. */
  async mailLocked(
    em: EntityManager,
    officer: Actor<'officer'>,
    confirmation: Confirmation,
    trackingNumber: string | null,
    now: Date,
  ): Promise<void> {
    const { card, person } = confirmation;
    if (!card) throw new Error('there is no card to mail');
    const again = card.state === 'came_back';
    if ((await reportedPersons(em, [person.id])).size > 0) throw new TransitionRefused('card', 'account_reported', 'mail');
    const way = again ? againWay(card, await personsWithErrors(em, [person.id])) : 'mail';
    if (way !== 'mail') throw new TransitionRefused('card', `came_back, ${way}`, 'mail');
    card.mail(now, trackingNumber, again ? confirmation.freezeAddress() : null);
    this.audit.record(em, officer, again ? 'card.mailed_again' : 'card.mailed', person.id, now, { card: card.id }, person.caseFile.id);
    this.outbox.add(em, 'card-mailed', await readerOf(em, person), aboutPerson(person), now);
  }

  /**
   * The post brought a card back: the person is asked for their address anew.
   * @param on the day it came back, `YYYY-MM-DD`
   * @throws TransitionRefused when it is not in the mail
   */
  async comeBack(officer: Actor<'officer'>, cardId: string, on: string, reason: ReturnReason): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, card } = await lockCard(em, this.confirmations, officer, cardId);
        const { person } = confirmation;
        confirmation.cardCameBack(on, reason, now);
        this.audit.record(em, officer, 'card.came_back', person.id, now, { card: card.id, reason }, person.caseFile.id);
        const about = { ...aboutPerson(person), endsOn: card.endsOn ?? '' };
        this.outbox.add(em, 'card-came-back', await readerOf(em, person), about, now);
      },
      { clear: true },
    );
  }
}
