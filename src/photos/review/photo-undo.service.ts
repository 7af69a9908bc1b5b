import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { readerOf } from '../../accounts/reader-of.js';
import { AuditLog } from '../../audit/audit-log.js';
import { CardRequests } from '../../cards/card-requests.js';
import { Clock } from '../../clock.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { isUuid } from '../../database/uuid.js';
import { Outbox } from '../../mail/outbox.js';
import { PhotoAttempt } from '../photo-attempt.entity.js';
import { SecondLooks } from './second-looks.service.js';
import { isDecided } from '../photo-attempt.states.js';
import type { PhotoDecision } from './photo-decision.entity.js';
import { isSupervisor, PhotoDecisions } from './photo-decisions.js';
import { aboutPerson } from '../../mail/about-person.js';
import { PhotoUndo } from './photo-undo.entity.js';

/** Why a decision can't be taken back; each is a key of the locales. */
export type UndoRefusal = 'tooLate' | 'tooEarly' | 'notYours' | 'notDecided' | 'printed' | 'wasPrinted' | 'suspended';

export class UndoRefused extends Error {
  override readonly name = 'UndoRefused';
  constructor(readonly why: UndoRefusal) {
    super(why);
  }
}

/** Takes a decision back: while its mail waits, when nobody but officers has heard of it; later as a supervisor's correction (PORTAL.md 3). */
@Injectable()
export class PhotoUndoService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly decisions: PhotoDecisions,
    private readonly cardRequests: CardRequests,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly secondLooks: SecondLooks,
    private readonly clock: Clock,
  ) {}

  /**
   * The photo waits again, the mail never leaves, and a card that was asked for on it is no longer. The decision stays on record.
   * @throws UndoRefused when it is too late, somebody else's, was undone already, or the card is printed
   */
  async undo(officer: Actor<'officer'>, attemptId: string): Promise<void> {
    await this.#onDecided(officer, attemptId, async (em, { attempt, decision, confirmation, now }) => {
      if (decision.officer !== officer.accountId && !(await isSupervisor(em, officer))) throw new UndoRefused('notYours');
      if (!attempt.standsAt || attempt.standsAt <= now || !(await this.outbox.withdraw(em, decision.mail, now)))
        throw new UndoRefused('tooLate');
      if (!(await this.cardRequests.withdraw(em, confirmation, officer, now))) throw new UndoRefused(wentToPrint(confirmation));
      await this.#takeBack(em, officer, attempt, decision, now);
      const details = { number: attempt.number, decision: decision.decision };
      this.audit.record(em, officer, 'photo.undone', attempt.id, now, details, confirmation.person.caseFile.id);
    });
  }

  /**
   * A supervisor's correction, after the person was told and before the card goes to print (PORTAL.md 3): the photo waits for a look again,
   * and the person is told that.
   * @throws UndoRefused while it can still be undone, when a newer photo is there, the card is printed, or the file is suspended
   */
  async reopen(supervisor: Actor<'officer'>, attemptId: string): Promise<void> {
    await this.#onDecided(supervisor, attemptId, async (em, { attempt, decision, confirmation, now }) => {
      if (attempt.standsAt && attempt.standsAt > now) throw new UndoRefused('tooEarly');
      if (confirmation.suspendedAt) throw new UndoRefused('suspended');
      if (!(await this.cardRequests.withdraw(em, confirmation, supervisor, now))) throw new UndoRefused(wentToPrint(confirmation));
      await this.#takeBack(em, supervisor, attempt, decision, now);
      const { person } = confirmation;
      const details = { number: attempt.number, decision: decision.decision };
      this.audit.record(em, supervisor, 'photo.reopened', attempt.id, now, details, person.caseFile.id);
      const payload = aboutPerson(person);
      this.outbox.add(em, 'photo-reopened', await readerOf(em, person), payload, now);
    });
  }

  async #takeBack(em: EntityManager, officer: Actor<'officer'>, attempt: PhotoAttempt, decision: PhotoDecision, now: Date): Promise<void> {
    attempt.undo();
    em.create(PhotoUndo, { decision, officer: officer.accountId, undoneAt: now });
    await this.secondLooks.drop(em, decision);
  }

  async #onDecided(officer: Actor<'officer'>, attemptId: string, work: (em: EntityManager, on: Decided) => Promise<void>): Promise<void> {
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
        await work(em, { attempt, decision, confirmation, now });
      },
      { clear: true },
    );
  }
}

/** Nothing takes back what a batch has had, whether the card is with it still, or is held or asked for anew. */
const wentToPrint = ({ card }: Confirmation): UndoRefusal =>
  card?.state === 'held' || card?.state === 'requested' ? 'wasPrinted' : 'printed';

interface Decided {
  readonly attempt: PhotoAttempt;
  readonly decision: PhotoDecision;
  readonly confirmation: Confirmation;
  readonly now: Date;
}
