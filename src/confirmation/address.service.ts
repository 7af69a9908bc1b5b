import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { AuditAction } from '../audit/audit-actions.js';
import { AuditLog } from '../audit/audit-log.js';
import { CardRequests } from '../cards/card-requests.js';
import { Clock } from '../clock.js';
import type { Confirmation } from './confirmation.entity.js';
import { Confirmations } from './confirmations.js';
import type { PostalAddress } from './postal-address.js';

/** Where a person lives and where the card goes. May change until the card goes to print (S9, S13). */
@Injectable()
export class AddressService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly cards: CardRequests,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws TransitionRefused once the card went to print */
  giveHome(applicant: Actor<'applicant'>, personId: string, address: PostalAddress): Promise<void> {
    return this.#change(applicant, personId, 'address.home_given', (confirmation, now) =>
      confirmation.giveHomeAddress(applicant, address, now),
    );
  }

  /** @param address null: the card goes to the home address */
  giveMailing(applicant: Actor<'applicant'>, personId: string, address: PostalAddress | null): Promise<void> {
    return this.#change(applicant, personId, 'address.mailing_given', (confirmation, now) =>
      confirmation.giveMailingAddress(applicant, address, now),
    );
  }

  async #change(
    applicant: Actor<'applicant'>,
    personId: string,
    action: AuditAction,
    act: (confirmation: Confirmation, now: Date) => void,
  ): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.of(applicant, personId, em);
        act(confirmation, now);
        this.audit.record(em, applicant, action, confirmation.person.id, now, {}, confirmation.person.caseFile.id);
        this.cards.whenReady(em, confirmation, applicant, now);
      },
      { clear: true },
    );
  }
}
