import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { AuditLog } from '../audit/audit-log.js';
import { CardRequests } from '../cards/card-requests.js';
import { keepBack, letGo } from '../cards/kept-back.js';
import type { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { Confirmations } from './confirmations.js';

export interface Suspension {
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
}

/**
 * A person's file is suspended where something must be cleared up first: suspicion, death, refusal (PORTAL.md 6.19). The person reads one
 * neutral line, no mail goes out by itself, and nothing about them is decided until it goes on.
 */
@Injectable()
export class Suspensions {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly cards: CardRequests,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The person, and since when, by whom and why their file is suspended; null while it is not. @throws NotFoundException */
  async of(officer: Actor<'officer'>, personId: string): Promise<{ person: Person; suspension: Suspension | null }> {
    const { person, suspendedAt, suspendedBy, suspendedReason } = await this.confirmations.forOfficer(officer, personId);
    if (!suspendedAt) return { person, suspension: null };
    const by = suspendedBy ? await this.em.findOne(Account, { id: suspendedBy }) : null;
    return { person, suspension: { at: suspendedAt, by: by?.displayName ?? '', reason: suspendedReason ?? '' } };
  }

  /**
   * A card that is printed and not mailed leaves its batch. Pressed twice it is one suspension, with the first reason.
   * @param reason for the office alone
   */
  async suspend(officer: Actor<'officer'>, personId: string, reason: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.forOfficer(officer, personId, em);
        if (confirmation.suspendedAt) return;
        confirmation.suspend(officer, reason, now);
        this.audit.record(em, officer, 'file.suspended', personId, now, {}, confirmation.person.caseFile.id);
        await keepBack(em, this.audit, confirmation, 'stopped', officer, now);
      },
      { clear: true },
    );
  }

  /** It goes on where it stood; a card that had left its batch, or whose last condition came meanwhile, is asked for. Pressed twice it goes on once. */
  async resume(officer: Actor<'officer'>, personId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.forOfficer(officer, personId, em);
        if (!confirmation.suspendedAt) return;
        confirmation.resume(officer);
        this.audit.record(em, officer, 'file.resumed', personId, now, {}, confirmation.person.caseFile.id);
        await this.cards.whenReady(em, confirmation, officer, now); // what was missing may have come meanwhile
        await letGo(em, this.audit, confirmation, officer, now);
      },
      { clear: true },
    );
  }
}
