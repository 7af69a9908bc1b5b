import { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { CONFIG } from '../tokens.js';
import { CardBatches } from './batches/card-batches.service.js';
import { whyNotRelease } from './card.policy.js';
import { reportedPersons } from './kept-back.js';
import { linkedAccounts } from './linked-accounts.js';
import { lockCard } from './lock-card.js';
import { personsWithErrors } from './mailed/mail-again.js';

/** The card's way from request to print. */
@Injectable()
export class CardService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly batches: CardBatches,
    private readonly audit: AuditLog,
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
        const { confirmation, card } = await lockCard(em, this.confirmations, officer, cardId);
        card.prepare(officer, now);
        this.audit.record(em, officer, 'card.prepared', confirmation.person.id, now, { card: card.id }, confirmation.person.caseFile.id);
      },
      { clear: true },
    );
  }

  /**
   * The card is printed, as a batch of one: the address as it stands now is frozen on it, and the person can't change it any more (S13). Under the
   * two-person rule this is the release, by another than who prepared it.
   * @throws TransitionRefused when it was printed before, its photo is no longer accepted, or an account that acts for the person or an error is reported
   */
  async print(officer: Actor<'officer'>, cardId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, card } = await lockCard(em, this.confirmations, officer, cardId);
        if (confirmation.photo?.state !== 'accepted') throw new TransitionRefused('card', 'photo_not_accepted', 'print');
        if ((await reportedPersons(em, [confirmation.person.id])).size > 0)
          throw new TransitionRefused('card', 'account_reported', 'print');
        if ((await personsWithErrors(em, [confirmation.person.id])).size > 0)
          throw new TransitionRefused('card', 'error_reported', 'print');
        const linked = await linkedAccounts(em, this.config.cardRelease, officer.accountId);
        const refusal = whyNotRelease(this.config.cardRelease, card, officer.accountId, linked);
        if (refusal) throw new RefusalPage(409, 'admin/card-refused', { reason: refusal });
        this.batches.add(em, officer, this.batches.begin(em, officer, now), confirmation, 1, now);
      },
      { clear: true },
    );
  }
}
