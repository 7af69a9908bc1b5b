import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { verdict } from './finding.js';
import type { Frame } from './frame.js';
import { openDraft } from './photo.policy.js';
import type { PhotoAttempt } from './photo-attempt.entity.js';
import { PhotoOriginals } from './photo-originals.js';
import { PhotoWorkshop } from './photo-workshop.js';

/** The frame of a draft (S23), and "Apply" (S24). Frames come judged: see `readFrame`. */
@Injectable()
export class PhotoFramingService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly workshop: PhotoWorkshop,
    private readonly originals: PhotoOriginals,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws TransitionRefused when the photo is no draft any more */
  async setFrame(applicant: Actor<'applicant'>, personId: string, attemptId: string, frame: Frame): Promise<void> {
    await this.#change(applicant, personId, attemptId, 'frame', (em, attempt, now, caseFile) => {
      if (attempt.state !== 'draft' && attempt.state !== 'framed' && sameFrame(attempt.frame, frame)) return; // looking is no change
      const before = attempt.state;
      attempt.setFrame(frame);
      // one event for having a frame; each nudge of it is no event of its own
      if (before !== 'framed') this.audit.record(em, applicant, 'photo.framed', attempt.id, now, {}, caseFile);
    });
  }

  /**
   * Checks what the frame holds and keeps the findings. The work is done before the rows are locked.
   * @throws TransitionRefused when the photo is no draft any more, PhotoUnreadable when the file can't be decoded
   */
  async apply(applicant: Actor<'applicant'>, personId: string, attempt: PhotoAttempt, frame: Frame): Promise<void> {
    const { findings } = await this.workshop.check(await this.originals.of(attempt), frame);
    await this.#change(applicant, personId, attempt.id, 'check', (em, current, now, caseFile) => {
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

const sameFrame = (one: Frame, other: Frame): boolean =>
  one.left === other.left && one.top === other.top && one.width === other.width && one.angle === other.angle;
