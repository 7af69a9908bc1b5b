import { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { readerOf } from '../accounts/reader-of.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { isUuid } from '../database/uuid.js';
import { Outbox } from '../mail/outbox.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { CONFIG } from '../tokens.js';
import { CardBatches } from './batches/card-batches.service.js';
import { Card } from './card.entity.js';
import { whyNotRelease } from './card.policy.js';

/** The card's way from request to mailbox. */
@Injectable()
export class CardService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly batches: CardBatches,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'cardRelease'>,
  ) {}

  /**
   * The first of two persons looks at the card and prepares it; nothing is frozen yet. Only where two are asked for.
   * @throws TransitionRefused when it was prepared or printed before
   */
  async prepare(officer: Actor<'officer'>, cardId: string): Promise<void> {
    if (this.config.cardRelease === 'one') throw new NotFoundException();
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, card } = await this.#lock(officer, cardId, em);
        card.prepare(officer, now);
        this.audit.record(em, officer, 'card.prepared', confirmation.person.id, now, { card: card.id }, confirmation.person.caseFile.id);
      },
      { clear: true },
    );
  }

  /**
   * The card is printed, as a batch of one: the address as it stands now is frozen on it, and the person can't change it any more (S13). Under the
   * two-person rule this is the release, by another than who prepared it.
   * @throws TransitionRefused when it was printed before, or its photo is no longer accepted
   */
  async print(officer: Actor<'officer'>, cardId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, card } = await this.#lock(officer, cardId, em);
        if (confirmation.photo?.state !== 'accepted') throw new TransitionRefused('card', 'photo_not_accepted', 'print');
        const refusal = whyNotRelease(this.config.cardRelease, card, officer.accountId);
        if (refusal) throw new RefusalPage(409, 'admin/card-refused', { reason: refusal });
        this.batches.add(em, officer, this.batches.begin(em, officer, now), confirmation, 1, now);
      },
      { clear: true },
    );
  }

  /** The card is in the post (S13), and the person is told. @throws TransitionRefused when it was not printed, or mailed before */
  async mail(officer: Actor<'officer'>, cardId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, card } = await this.#lock(officer, cardId, em);
        card.mail(now);
        const { person } = confirmation;
        this.audit.record(em, officer, 'card.mailed', person.id, now, { card: card.id }, person.caseFile.id);
        this.outbox.add(
          em,
          'card-mailed',
          await readerOf(em, person),
          { name: person.fullName, caseNumber: person.caseFile.applicationNumber },
          now,
        );
      },
      { clear: true },
    );
  }

  /** Whatever changes a card locks its confirmation first, so that two officers, or an officer and the person, take turns. */
  async #lock(officer: Actor<'officer'>, cardId: string, em: EntityManager): Promise<{ confirmation: Confirmation; card: Card }> {
    if (!isUuid(cardId)) throw new NotFoundException();
    // not remembered: the card as it was before the lock is not to be trusted
    const found = await em.findOne(Card, { id: cardId }, { fields: ['person'], disableIdentityMap: true });
    if (!found) throw new NotFoundException();
    const confirmation = await this.confirmations.forOfficer(officer, found.person.id, em);
    const { card } = confirmation;
    if (card?.id !== cardId) throw new TransitionRefused('card', 'replaced', 'change');
    if (confirmation.suspendedAt) throw new TransitionRefused('card', 'suspended', 'change');
    return { confirmation, card };
  }
}
