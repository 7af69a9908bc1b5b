import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { Actor } from '../../access/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { after, Clock, SECOND } from '../../clock.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { type Finding, verdict } from '../finding.js';
import { type Frame, frameOutcome, sameFrame } from '../frame/frame.js';
import { DemotedChecks } from '../demotion/demoted-checks.js';
import { openDraft } from '../photo.policy.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';
import { PhotoOriginals } from '../photo-originals.js';
import { type Looked, PhotoSuggestions } from './photo-suggestions.js';
import { isForNow, PhotoWorkshop, WorkshopClosed } from '../workshop/photo-workshop.js';
import { uncheckedFindings } from '../workshop/unchecked.js';

/** The frame of a draft (S23), and "Apply" (S24). Frames come judged: see `readFrame`. */
@Injectable()
export class PhotoFramingService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly workshop: PhotoWorkshop,
    private readonly originals: PhotoOriginals,
    private readonly suggestions: PhotoSuggestions,
    private readonly demoted: DemotedChecks,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  /**
   * Keeps a frame, and with `looked` where the head is.
   * @throws TransitionRefused when the photo is no draft any more
   */
  async setFrame(
    applicant: Actor<'applicant'>,
    personId: string,
    attemptId: string,
    frame: Frame,
    looked?: Pick<Looked, 'head' | 'faces'>,
  ): Promise<void> {
    await this.#change(applicant, personId, attemptId, 'frame', (em, attempt, now, caseFile) => {
      if (attempt.state !== 'draft' && attempt.state !== 'framed' && sameFrame(attempt.frame, frame)) {
        // looking is no change, nor is knowing better where the head is
        if (looked) Object.assign(attempt, looked);
        return;
      }
      const before = attempt.state;
      attempt.setFrame(frame, looked);
      // one event for having a frame; each nudge of it is no event of its own
      if (before !== 'framed') this.audit.record(em, applicant, 'photo.framed', attempt.id, now, {}, caseFile);
    });
  }

  /**
   * "Suggest a frame for me": a new look at the picture, and the frame that follows from it. False, and all stays, when the picture
   * could not be looked at just now.
   */
  async suggest(applicant: Actor<'applicant'>, personId: string, attempt: PhotoAttempt): Promise<boolean> {
    const { frame, head, faces } = await this.suggestions.of(await this.originals.of(attempt), attempt);
    if (faces === null) return false;
    await this.setFrame(applicant, personId, attempt.id, frame, { head, faces });
    return true;
  }

  /**
   * Checks what the frame holds and keeps the findings. The work is done before the rows are locked. What a first press just had
   * checked in this very frame stays as it is: somebody may be reading it, and what they declare is about what they read.
   * @throws TransitionRefused when the photo is no draft any more, PhotoUnreadable when the file can't be decoded
   */
  async apply(applicant: Actor<'applicant'>, personId: string, attempt: PhotoAttempt, frame: Frame): Promise<void> {
    const asked = this.clock.now();
    if (isJustChecked(attempt, frame, asked)) return;
    const findings = await this.#check(await this.originals.of(attempt), frame);
    await this.#change(applicant, personId, attempt.id, 'check', (em, current, now, caseFile) => {
      if (isJustChecked(current, frame, asked)) return; // while this was being checked, the button was pressed a second time
      current.setFrame(frame);
      current.recordFindings([...findings], now);
      this.audit.record(
        em,
        applicant,
        'photo.checked',
        current.id,
        now,
        { verdict: verdict(findings), warnings: current.warnings.map(({ check }) => check) },
        caseFile,
      );
    });
  }

  /** A photo that brings a thread down, or takes too long, was decoded when it came: a person can still look at it. */
  async #check(bytes: Buffer, frame: Frame): Promise<readonly Finding[]> {
    try {
      return (await this.workshop.check(bytes, frame, await this.demoted.names())).findings;
    } catch (fault) {
      if (!isForNow(fault) || fault instanceof WorkshopClosed) throw fault;
      this.logger.warn({ err: fault }, 'a photo could not be checked');
      return uncheckedFindings(bytes, frameOutcome(frame));
    }
  }

  #change(
    applicant: Actor<'applicant'>,
    personId: string,
    attemptId: string,
    act: string,
    work: (em: EntityManager, attempt: PhotoAttempt, now: Date, caseFile: string) => void,
  ): Promise<void> {
    return this.em.transactional(
      async (em) => {
        const confirmation = await this.confirmations.of(applicant, personId, em);
        const attempt = openDraft(confirmation.photo, act);
        if (attempt.id !== attemptId) throw new TransitionRefused('photo', 'replaced', act);
        work(em, attempt, this.clock.now(), confirmation.person.caseFile.id);
      },
      { clear: true },
    );
  }
}

/** Milliseconds in which the same frame is asked about by a second press; later, checks may have changed. */
const SECOND_PRESS = 10 * SECOND;

/** Whether the findings are there, all of them, about this frame and of a moment ago, and nothing was declared of them yet. */
const isJustChecked = ({ state, frame, findings, checkedAt }: PhotoAttempt, wanted: Frame, asked: Date): boolean =>
  state === 'checked' &&
  sameFrame(frame, wanted) &&
  checkedAt != null &&
  asked < after(checkedAt, SECOND_PRESS) &&
  !findings?.some(({ aspect }) => aspect === 'unchecked');
