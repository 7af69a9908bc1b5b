import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { ActsFor } from '../../accounts/acts-for.entity.js';
import { Person } from '../../cases/person.entity.js';
import { Clock } from '../../clock.js';
import type { ReturnReason } from '../finding.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';
import { PhotoDecisions } from '../review/photo-decisions.js';

/** The same bytes came before, and went back. */
export interface ReturnedFile {
  readonly attemptId: string;
  readonly number: number;
  /** Whose photo it was: the same person's, or another's of the case. */
  readonly samePerson: boolean;
  readonly returnedAt: Date;
  readonly reasons: readonly ReturnReason[];
}

/** Recognises a file that was returned before by the hash of its bytes (PORTAL.md 6.12). It warns, and never blocks. */
@Injectable()
export class ReturnedFiles {
  constructor(
    private readonly em: EntityManager,
    private readonly decisions: PhotoDecisions,
    private readonly clock: Clock,
  ) {}

  /** Among the persons the applicant acts for: what went back to somebody else of the case is not theirs to read. */
  async seenByApplicant(applicant: Actor<'applicant'>, attempt: PhotoAttempt): Promise<ReturnedFile | null> {
    const rows = await this.em.find(ActsFor, { account: applicant.accountId, until: null, person: { caseFile: attempt.person.caseFile } });
    return this.#newest(
      attempt,
      rows.map(({ person }) => person.id),
    );
  }

  /** Among everybody of the case. */
  async seenByOfficer(attempt: PhotoAttempt): Promise<ReturnedFile | null> {
    const persons = await this.em.find(Person, { caseFile: attempt.person.caseFile }, { fields: ['id'] });
    return this.#newest(
      attempt,
      persons.map(({ id }) => id),
    );
  }

  async #newest(attempt: PhotoAttempt, personIds: readonly string[]): Promise<ReturnedFile | null> {
    const returns = await this.decisions.returnsToldTo(personIds, this.clock.now());
    const same = returns.find((one) => one.attempt.id !== attempt.id && one.attempt.sha256.equals(attempt.sha256));
    if (!same) return null;
    return {
      attemptId: same.attempt.id,
      number: same.attempt.number,
      samePerson: same.attempt.person.id === attempt.person.id,
      returnedAt: same.decidedAt,
      reasons: same.reasons,
    };
  }
}
