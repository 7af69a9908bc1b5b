import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { Confirmations } from './confirmations.js';
import { paperThatCounts } from './paper/paper-declarations.service.js';
import { TransitionRefused } from './transition.js';

/** An officer's look at a declaration of presence (S8). Officers never declare: they verify what a person signed. */
@Injectable()
export class PresenceReview {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * A form on paper is verified by somebody else than who recorded it; the database holds to it as well.
   * @throws TransitionRefused when nothing is declared, it was verified before, or the officer recorded it
   */
  async verify(officer: Actor<'officer'>, personId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.forOfficer(officer, personId, em);
        if (confirmation.suspendedAt) throw new TransitionRefused('presence', 'suspended', 'verify');
        const paper = await paperThatCounts(em, confirmation);
        if (paper?.recordedBy === officer.accountId) throw new TransitionRefused('presence', 'recorded by the same officer', 'verify');
        confirmation.verifyPresence(officer, now);
        if (paper) paper.verifiedBy = officer.accountId;
        this.audit.record(em, officer, 'presence.verified', confirmation.person.id, now, {}, confirmation.person.caseFile.id);
      },
      { clear: true },
    );
  }
}
