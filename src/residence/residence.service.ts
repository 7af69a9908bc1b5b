import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { readerOf } from '../accounts/reader-of.js';
import { AuditLog } from '../audit/audit-log.js';
import { CardRequests } from '../cards/card-requests.js';
import { Clock } from '../clock.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { Outbox } from '../mail/outbox.js';
import { aboutPerson } from '../mail/about-person.js';
import { ResidenceRecords } from './residence-records.js';

/** Confirming permanent residence: the day it happens is the day somebody becomes a permanent resident (PORTAL.md 4). */
@Injectable()
export class ResidenceService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly records: ResidenceRecords,
    private readonly cards: CardRequests,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The officer has seen that the identity matches the file. The eCOPR is issued, the person is told, and the card is asked for if that was the last
   * thing missing (S12).
   * @throws TransitionRefused when presence is not verified, or residence was confirmed before
   */
  async confirm(officer: Actor<'officer'>, personId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.forOfficer(officer, personId, em);
        if (confirmation.suspendedAt) throw new TransitionRefused('residence', 'suspended', 'confirm');
        confirmation.confirmResidence(officer, now);
        const { person } = confirmation;
        this.audit.record(em, officer, 'residence.confirmed', person.id, now, { identityMatches: true }, person.caseFile.id);
        await this.records.issue(em, officer, confirmation, now);
        this.outbox.add(em, 'residence-confirmed', await readerOf(em, person), aboutPerson(person), now);
        await this.cards.whenReady(em, confirmation, officer, now);
      },
      { clear: true },
    );
  }
}
