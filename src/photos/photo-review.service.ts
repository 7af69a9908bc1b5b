import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { CardRequests } from '../cards/card-requests.js';
import { Clock } from '../clock.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { isUuid } from '../database/uuid.js';
import type { Language } from '../language/language.js';
import { type MailTemplate, Outbox } from '../mail/outbox.js';
import type { ReturnReason } from './finding.js';
import { PhotoAttempt } from './photo-attempt.entity.js';
import { isWaiting } from './photo-attempt.states.js';
import { PhotoDecision } from './photo-decision.entity.js';

/** Why a photo goes back: at least one reason; `other` never without words (S17). */
export interface ReturnNotice {
  readonly reasons: readonly ReturnReason[];
  readonly words: string | null;
  readonly language: Language;
}

/** Only an officer accepts or returns a photo (S11). */
@Injectable()
export class PhotoReviewService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly cardRequests: CardRequests,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The card is asked for when this was the last of its conditions (S12). @throws TransitionRefused when it was decided already */
  async accept(officer: Actor<'officer'>, attemptId: string): Promise<void> {
    await this.#decide(officer, attemptId, 'photo-accepted', (em, attempt, confirmation, now) => {
      attempt.accept(now);
      em.create(PhotoDecision, {
        attempt,
        decision: 'accepted',
        reasons: [],
        words: null,
        wordsLanguage: null,
        officer: officer.accountId,
        decidedAt: now,
      });
      this.audit.record(em, officer, 'photo.accepted', attempt.id, now, { number: attempt.number }, confirmation.person.caseFile.id);
      this.cardRequests.whenReady(em, confirmation, officer, now);
    });
  }

  /** A new attempt opens for the person at once (S15). @throws TransitionRefused when it was decided already */
  async return(officer: Actor<'officer'>, attemptId: string, { reasons, words, language }: ReturnNotice): Promise<void> {
    if (reasons.length === 0 || (reasons.includes('other') && !words))
      throw new Error('a photo is returned with reasons, and with words for "other"');
    await this.#decide(officer, attemptId, 'photo-returned', (em, attempt, confirmation, now) => {
      attempt.return(now);
      em.create(PhotoDecision, {
        attempt,
        decision: 'returned',
        reasons: [...reasons],
        words,
        wordsLanguage: words ? language : null,
        officer: officer.accountId,
        decidedAt: now,
      });
      this.audit.record(
        em,
        officer,
        'photo.returned',
        attempt.id,
        now,
        { number: attempt.number, reasons: [...reasons] },
        confirmation.person.caseFile.id,
      );
    });
  }

  async #decide(
    officer: Actor<'officer'>,
    attemptId: string,
    mail: MailTemplate,
    work: (em: EntityManager, attempt: PhotoAttempt, confirmation: Confirmation, now: Date) => void,
  ): Promise<void> {
    if (!isUuid(attemptId)) throw new NotFoundException();
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        // unlocked, for its person only: the person's confirmation is locked next, and whatever touches the photo locks that first
        const asked = await em.findOne(PhotoAttempt, { id: attemptId }, { fields: ['person'], disableIdentityMap: true });
        if (!asked) throw new NotFoundException();
        const confirmation = await this.confirmations.forOfficer(officer, asked.person.id, em);
        const attempt = confirmation.photo;
        if (!attempt || attempt.id !== attemptId || !isWaiting(attempt.state))
          throw new TransitionRefused('photo', attempt?.state ?? 'none', mail);
        work(em, attempt, confirmation, now);
        const { person } = confirmation;
        this.outbox.add(em, mail, person, { name: person.fullName, caseNumber: person.caseFile.applicationNumber }, now);
      },
      { clear: true },
    );
  }
}
