import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { ageOn } from '../cases/age.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { isUuid } from '../database/uuid.js';
import { dayOf } from '../language/formats.js';
import { type Language, otherLanguage } from '../language/language.js';
import { Translator } from '../language/translator.js';
import type { ReturnReason } from '../photos/finding.js';
import { markedFindings } from '../photos/finding-marks.js';
import { frameOutcome } from '../photos/frame/frame.js';
import { PhotoAttempt } from '../photos/photo-attempt.entity.js';
import { isDraft, isWaiting } from '../photos/photo-attempt.states.js';
import { PhotoDecisions } from '../photos/review/photo-decisions.js';
import { PhotoLook } from '../photos/review/photo-look.entity.js';
import { attemptPhrase, attemptTitle } from '../photos/photo-step.js';
import { PhotoSubmission } from '../photos/submission/photo-submission.entity.js';
import { ReturnedFiles } from '../photos/upload/returned-files.js';

/** A submitted photo with what an officer needs beside it, as plain values for the view. */
@Injectable()
export class PhotoFile {
  constructor(
    private readonly em: EntityManager,
    private readonly decisions: PhotoDecisions,
    private readonly returnedFiles: ReturnedFiles,
    private readonly translator: Translator,
  ) {}

  /** Nothing before "Submit documents" is seen by an officer. @throws NotFoundException */
  async attempt(attemptId: string): Promise<PhotoAttempt> {
    const attempt = isUuid(attemptId) ? await this.em.findOne(PhotoAttempt, { id: attemptId }, { populate: ['person.caseFile'] }) : null;
    if (!attempt || isDraft(attempt.state)) throw new NotFoundException();
    return attempt;
  }

  /** What the checks found is there only after this officer's own first look, or once the photo is decided. */
  async of(officer: Actor<'officer'>, attemptId: string, language: Language) {
    const attempt = await this.attempt(attemptId);
    const { person, frame, submittedAt } = attempt;
    const undecided = isWaiting(attempt.state);
    const suspended = undecided && (await this.em.count(Confirmation, { person, suspendedAt: { $ne: null } })) > 0;
    const decision = undecided ? null : await this.decisions.onPhoto(attempt.id);
    const look = await this.em.findOne(PhotoLook, { attempt, officer: officer.accountId });
    const { width, height } = frameOutcome(frame);
    return {
      attempt: {
        id: attempt.id,
        phrase: attemptTitle(attempt.number),
        source: attempt.source,
        submittedAt: submittedAt ?? null,
        width,
        height,
        turned: frame.angle !== 0,
      },
      person: {
        id: person.id,
        name: person.fullName,
        applicationNumber: person.caseFile.applicationNumber,
        language: person.caseFile.language,
        age: submittedAt ? ageOn(person.facts.dateOfBirth, dayOf(submittedAt)) : 0,
      },
      waits: undecided && !suspended,
      suspended,
      undone: await this.decisions.undone(attempt.id),
      decision: decision
        ? {
            decision: decision.decision,
            reasons: decision.reasons,
            words: decision.words ?? null,
            wordsLanguage: decision.wordsLanguage ?? null,
            otherWords: decision.otherWords ?? null,
            otherLanguage: otherLanguage(decision.wordsLanguage ?? 'en'),
            mark: decision.mark ?? null,
            decidedAt: decision.decidedAt,
          }
        : null,
      found: look || !undecided ? await this.#found(attempt, look, language) : null,
    };
  }

  async #found(attempt: PhotoAttempt, look: PhotoLook | null, language: Language) {
    const same = await this.returnedFiles.seenByOfficer(attempt);
    // on the attempt it is a tick of nobody's; in the submission somebody who acts for the person has signed it (S29, S33)
    const signed = await this.em.findOne(PhotoSubmission, { attempt });
    return {
      impression: look?.impression ?? null,
      ...markedFindings(attempt.findings ?? [], this.translator, language),
      warnedReasons: attempt.warnings.map(({ reason }) => reason).filter((reason): reason is ReturnReason => reason !== null),
      acknowledged: attempt.warnings.length > 0 && Boolean(signed?.acknowledgedAt),
      checkedBefore: attempt.checkedBefore?.ok ? attempt.checkedBefore : null,
      sameFile: same ? { ...same, phrase: attemptPhrase(same.number) } : null,
    };
  }
}
