import { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { readerOf } from '../../accounts/reader-of.js';
import { AuditLog } from '../../audit/audit-log.js';
import { CardRequests } from '../../cards/card-requests.js';
import { after, Clock, SECOND } from '../../clock.js';
import type { Config } from '../../config.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { isUuid } from '../../database/uuid.js';
import type { Language } from '../../language/language.js';
import { Outbox } from '../../mail/outbox.js';
import { CONFIG } from '../../tokens.js';
import type { ReturnReason } from '../finding.js';
import { PhotoAttempt } from '../photo-attempt.entity.js';
import { isWaiting } from '../photo-attempt.states.js';
import { PhotoDecision } from './photo-decision.entity.js';
import { type Impression, PhotoLook } from './photo-look.entity.js';
import { SecondLooks } from './second-looks.service.js';
import type { ReturnMark } from './return-mark.js';
import { aboutPerson } from '../../mail/about-person.js';
import { ReturnedFiles } from '../upload/returned-files.js';

/** Why a photo goes back: at least one reason; `other` never without words (S17). */
export interface ReturnNotice {
  readonly reasons: readonly ReturnReason[];
  readonly words: string | null;
  readonly language: Language;
  /** The words in the other language, where the officer wrote both. */
  readonly otherWords?: string | null;
  readonly mark?: ReturnMark | null;
}

/** What a refusal says in place of the photo's state. */
export const SUSPENDED = 'suspended';

type Verdict = { decision: 'accepted' } | ({ decision: 'returned' } & ReturnNotice);

/** Only an officer accepts or returns a photo (S11), after a look of their own. */
@Injectable()
export class PhotoReviewService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly cardRequests: CardRequests,
    private readonly returnedFiles: ReturnedFiles,
    private readonly secondLooks: SecondLooks,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The officer asks to see what the checks found. Only the first look counts. @throws TransitionRefused when it was decided already, or the file is suspended */
  async look(officer: Actor<'officer'>, attemptId: string): Promise<void> {
    await this.#inTurn(officer, attemptId, 'look', async (em, { attempt, now }) => {
      await this.#firstLook(em, officer, attempt, 'undecided', now);
    });
  }

  /**
   * Accepts. Where a check warned, the press without the findings on the page is only the first look: it is recorded, the findings
   * are shown, and the officer presses again.
   * @param seen whether the findings stood on the page from which it was pressed
   * @throws TransitionRefused when it was decided already, or the file is suspended
   */
  async accept(officer: Actor<'officer'>, attemptId: string, seen = false): Promise<'accepted' | 'looked'> {
    return this.#inTurn(officer, attemptId, 'accept', async (em, turn) => {
      const { look, first } = await this.#firstLook(em, officer, turn.attempt, 'accept', turn.now);
      // without a look before, no page can have shown the findings, whatever the press says
      if ((first || !seen) && (await this.#warned(turn.attempt))) return 'looked';
      turn.attempt.accept(turn.now, this.#standsAt(turn.now));
      await this.#record(em, officer, turn, look, { decision: 'accepted' });
      // the card is asked for when this was the last of its conditions (S12)
      await this.cardRequests.whenReady(em, turn.confirmation, officer, turn.now);
      return 'accepted';
    });
  }

  /** A new attempt opens for the person as soon as the decision stands (S15). @throws TransitionRefused when it was decided already, or the file is suspended */
  async return(officer: Actor<'officer'>, attemptId: string, notice: ReturnNotice): Promise<void> {
    if (notice.reasons.length === 0 || (notice.reasons.includes('other') && !notice.words))
      throw new Error('a photo is returned with reasons, and with words for "other"');
    await this.#inTurn(officer, attemptId, 'return', async (em, turn) => {
      const { look } = await this.#firstLook(em, officer, turn.attempt, 'return', turn.now);
      turn.attempt.return(turn.now, this.#standsAt(turn.now));
      await this.#record(em, officer, turn, look, { decision: 'returned', ...notice });
    });
  }

  #standsAt(now: Date): Date {
    return after(now, this.config.photoUndoSeconds * SECOND);
  }

  /** Something automatic speaks against the photo. */
  async #warned(attempt: PhotoAttempt): Promise<boolean> {
    return attempt.warnings.length > 0 || (await this.returnedFiles.seenByOfficer(attempt)) !== null;
  }

  async #firstLook(
    em: EntityManager,
    officer: Actor<'officer'>,
    attempt: PhotoAttempt,
    impression: Impression,
    now: Date,
  ): Promise<{ look: PhotoLook; first: boolean }> {
    const before = await em.findOne(PhotoLook, { attempt, officer: officer.accountId });
    const look = before ?? em.create(PhotoLook, { attempt, officer: officer.accountId, impression, lookedAt: now });
    return { look, first: before === null };
  }

  /** Decision, event and mail; the mail waits as long as the decision can be undone. */
  async #record(
    em: EntityManager,
    officer: Actor<'officer'>,
    { attempt, confirmation, now }: Turn,
    look: PhotoLook,
    verdict: Verdict,
  ): Promise<void> {
    const { person } = confirmation;
    const returned = verdict.decision === 'returned' ? verdict : null;
    const payload = aboutPerson(person);
    const mail = this.outbox.add(em, `photo-${verdict.decision}`, await readerOf(em, person), payload, now, attempt.standsAt ?? now);
    const reasons = [...(returned?.reasons ?? [])];
    const decision = em.create(PhotoDecision, {
      attempt,
      look,
      findings: attempt.findings ?? [],
      decision: verdict.decision,
      reasons,
      words: returned?.words ?? null,
      wordsLanguage: returned?.words ? returned.language : null,
      otherWords: returned?.words ? (returned.otherWords ?? null) : null,
      mark: returned?.mark ?? null,
      officer: officer.accountId,
      decidedAt: now,
      mail,
    });
    this.secondLooks.draw(em, decision);
    const details = { number: attempt.number, look: look.impression, ...(returned ? { reasons } : {}) };
    this.audit.record(em, officer, `photo.${verdict.decision}`, attempt.id, now, details, person.caseFile.id);
  }

  /** Two officers, or two presses, take turns; whoever comes after a decision is refused. */
  async #inTurn<Result>(
    officer: Actor<'officer'>,
    attemptId: string,
    act: string,
    work: (em: EntityManager, turn: Turn) => Promise<Result>,
  ): Promise<Result> {
    if (!isUuid(attemptId)) throw new NotFoundException();
    return this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        // unlocked, for its person only: the person's confirmation is locked next, and whatever touches the photo locks that first
        const asked = await em.findOne(PhotoAttempt, { id: attemptId }, { fields: ['person'], disableIdentityMap: true });
        if (!asked) throw new NotFoundException();
        const confirmation = await this.confirmations.forOfficer(officer, asked.person.id, em);
        const attempt = confirmation.photo;
        if (!attempt || attempt.id !== attemptId || !isWaiting(attempt.state))
          throw new TransitionRefused('photo', attempt?.state ?? 'none', act);
        // no decision, and so no mail about one (PORTAL.md 6.19)
        if (confirmation.suspendedAt) throw new TransitionRefused('photo', SUSPENDED, act);
        return work(em, { attempt, confirmation, now });
      },
      { clear: true },
    );
  }
}

interface Turn {
  readonly attempt: PhotoAttempt;
  readonly confirmation: Confirmation;
  readonly now: Date;
}
