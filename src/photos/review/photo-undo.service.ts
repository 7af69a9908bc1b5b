import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { CardRequests } from '../../cards/card-requests.js';
import { Clock } from '../../clock.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { isUuid } from '../../database/uuid.js';
import { Outbox } from '../../mail/outbox.js';
import { PhotoAttempt } from '../photo-attempt.entity.js';
import { isDecided } from '../photo-attempt.states.js';
import { isSupervisor, PhotoDecisions } from './photo-decisions.js';
import { PhotoUndo } from './photo-undo.entity.js';

/** Why a decision can't be taken back; each is a key of the locales. */
export type UndoRefusal = 'tooLate' | 'notYours' | 'notDecided' | 'printed';

export class UndoRefused extends Error {
  override readonly name = 'UndoRefused';
  constructor(readonly why: UndoRefusal) {
    super(why);
  }
}

/** Takes a decision back while its mail waits (PORTAL.md 3): nobody but officers has heard of it yet. */
@Injectable()
export class PhotoUndoService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly decisions: PhotoDecisions,
    private readonly cardRequests: CardRequests,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The photo waits again, the mail never leaves, and a card that was asked for on it is no longer. The decision stays on record.
   * @throws UndoRefused when it is too late, somebody else's, was undone already, or the card is printed
   */
  async undo(officer: Actor<'officer'>, attemptId: string): Promise<void> {
    if (!isUuid(attemptId)) throw new NotFoundException();
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const asked = await em.findOne(PhotoAttempt, { id: attemptId }, { fields: ['person'], disableIdentityMap: true });
        if (!asked) throw new NotFoundException();
        const confirmation = await this.confirmations.forOfficer(officer, asked.person.id, em);
        const attempt = confirmation.photo;
        if (!attempt || attempt.id !== attemptId || !isDecided(attempt.state)) throw new UndoRefused('notDecided');
        const decision = await this.decisions.onPhoto(attemptId, em);
        if (!decision) throw new UndoRefused('notDecided');
        if (decision.officer !== officer.accountId && !(await isSupervisor(em, officer))) throw new UndoRefused('notYours');
        if (!attempt.standsAt || attempt.standsAt <= now || !(await this.outbox.withdraw(em, decision.mail, now)))
          throw new UndoRefused('tooLate');
        if (!this.cardRequests.withdraw(em, confirmation, officer, now)) throw new UndoRefused('printed');
        attempt.undo();
        em.create(PhotoUndo, { decision, officer: officer.accountId, undoneAt: now });
        const details = { number: attempt.number, decision: decision.decision };
        this.audit.record(em, officer, 'photo.undone', attempt.id, now, details, confirmation.person.caseFile.id);
      },
      { clear: true },
    );
  }
}
