import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import { ageOn } from '../cases/age.js';
import { isUuid } from '../database/uuid.js';
import { dayOf } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { Translator } from '../language/translator.js';
import { findingInWords } from '../photos/finding-in-words.js';
import { frameOutcome } from '../photos/frame.js';
import { PhotoAttempt } from '../photos/photo-attempt.entity.js';
import { isDraft, isWaiting } from '../photos/photo-attempt.states.js';
import { PhotoDecision } from '../photos/photo-decision.entity.js';
import { attemptTitle } from '../photos/photo-step.js';

/** A submitted photo with what an officer needs beside it, as plain values for the view. */
@Injectable()
export class PhotoFile {
  constructor(
    private readonly em: EntityManager,
    private readonly translator: Translator,
  ) {}

  /** Nothing before "Submit documents" is seen by an officer. @throws NotFoundException */
  async attempt(attemptId: string): Promise<PhotoAttempt> {
    const attempt = isUuid(attemptId) ? await this.em.findOne(PhotoAttempt, { id: attemptId }, { populate: ['person.caseFile'] }) : null;
    if (!attempt || isDraft(attempt.state)) throw new NotFoundException();
    return attempt;
  }

  async of(attemptId: string, language: Language) {
    const attempt = await this.attempt(attemptId);
    const { person, frame, submittedAt } = attempt;
    const decision = await this.em.findOne(PhotoDecision, { attempt }, { orderBy: { decidedAt: 'desc' } });
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
      waits: isWaiting(attempt.state),
      decision: decision
        ? {
            decision: decision.decision,
            reasons: decision.reasons,
            words: decision.words ?? null,
            wordsLanguage: decision.wordsLanguage ?? null,
            decidedAt: decision.decidedAt,
          }
        : null,
      findings: (attempt.findings ?? []).map((finding) => findingInWords(finding, this.translator, language)),
      acknowledged: attempt.warnings.length > 0 && Boolean(attempt.acknowledgedAt),
    };
  }
}
