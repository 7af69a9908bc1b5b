import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import type { ActsFor } from '../../accounts/acts-for.entity.js';
import { newReference } from '../../accounts/credentials.js';
import { readerOf } from '../../accounts/reader-of.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { stepState } from '../../confirmation/confirmation.steps.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { Outbox } from '../../mail/outbox.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';
import { aboutPerson } from '../../mail/about-person.js';
import { PhotoSubmission } from './photo-submission.entity.js';

/** "Submit documents" (S30). From here on the photo, its frame and what was ticked are final. */
@Injectable()
export class PhotoSubmissionService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends the photo to the officers. Pressed twice, the second press finds the first one's submission and changes nothing.
   * The actor is an applicant by type; the database asks for the same (S33).
   * @param attemptId the photo that stood on the page
   * @throws TransitionRefused when something is missing, or another photo has taken its place
   */
  async submit(applicant: Actor<'applicant'>, personId: string, attemptId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const { confirmation, actsFor } = await this.confirmations.actingFor(applicant, personId, em);
        const attempt = confirmation.photo;
        if (!attempt || attempt.id !== attemptId) throw new TransitionRefused('photo', 'replaced', 'submit');
        if (attempt.state === 'submitted') return;
        if (stepState('review', confirmation) !== 'todo') throw new TransitionRefused('photo', attempt.state, 'submit');
        await this.#send(em, applicant, confirmation, attempt, actsFor);
      },
      { clear: true },
    );
  }

  /** The newest submission of a person, for its receipt; null when there is none. */
  async last(personId: string): Promise<PhotoSubmission | null> {
    return this.em.findOne(PhotoSubmission, { person: personId }, { orderBy: { submittedAt: 'desc' }, populate: ['attempt'] });
  }

  async #send(
    em: EntityManager,
    applicant: Actor<'applicant'>,
    { person }: Confirmation,
    attempt: PhotoAttempt,
    { relation }: ActsFor,
  ): Promise<void> {
    const now = this.clock.now();
    const reference = newReference(now);
    attempt.submit(now);
    em.create(PhotoSubmission, {
      attempt,
      person,
      signerAccountId: applicant.accountId,
      relation,
      frame: attempt.frame,
      ...signed(attempt),
      acknowledgedAt: attempt.acknowledgedAt ?? null,
      warnings: attempt.warnings,
      reference,
      submittedAt: now,
    });
    this.audit.record(
      em,
      applicant,
      'photo.submitted',
      attempt.id,
      now,
      { number: attempt.number, warnings: attempt.warnings.map(({ check }) => check) },
      person.caseFile.id,
    );
    this.outbox.add(em, 'documents-submitted', await readerOf(em, person), { ...aboutPerson(person), reference }, now);
  }
}

/** What was ticked: which text, in which language, when. A photo is ready only with these, so their absence is a fault. */
function signed({ declaredAt, statementVersion, statementLanguage }: PhotoAttempt) {
  if (!declaredAt || !statementVersion || !statementLanguage) throw new Error('a photo is ready, but its declaration is not there');
  return { declaredAt, statementVersion, statementLanguage };
}
