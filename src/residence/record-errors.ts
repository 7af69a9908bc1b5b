import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { readerOf } from '../accounts/reader-of.js';
import { AuditLog } from '../audit/audit-log.js';
import { keepBack, letGo } from '../cards/kept-back.js';
import { correctFacts } from '../cases/correct-facts.js';
import { Person, type PersonFacts } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { Outbox } from '../mail/outbox.js';
import { normalUci } from '../privacy/normalise.js';
import { RecordError, type RecordPart } from './record-error.entity.js';
import { ResidenceRecord } from './residence-record.entity.js';
import { aboutPerson } from '../mail/about-person.js';
import { ResidenceRecords } from './residence-records.js';

/** Why an officer's correction is not taken; also names of texts. */
export type CorrectionRefusal = 'nothingChanged' | 'uciTaken';

/** Errors on an eCOPR: the person reports one, the card waits, an officer corrects the record or answers (PORTAL.md 3, 6.18). */
@Injectable()
export class RecordErrors {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly records: ResidenceRecords,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The newest report of a person; null when there was none. */
  newest(personId: string): Promise<RecordError | null> {
    return this.em.findOne(RecordError, { person: personId }, { orderBy: { reportedAt: 'desc' }, refresh: true });
  }

  /**
   * Somebody says what is wrong. A card that is not in the mail yet waits for the answer. Pressed twice, it is one report.
   * @throws GoElsewhere when there is no record (any more)
   */
  async report(applicant: Actor<'applicant'>, personId: string, parts: readonly RecordPart[], words: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.of(applicant, personId, em);
        const { person, suspendedAt } = confirmation;
        const record = suspendedAt ? null : await em.findOne(ResidenceRecord, { person, replacedAt: null });
        if (!record) throw new GoElsewhere('status', { person: personId });
        if ((await em.count(RecordError, { person, closedAt: null })) > 0) return;
        const error = em.create(RecordError, {
          record,
          person,
          parts: [...parts],
          words,
          reportedAt: now,
          reportedBy: applicant.accountId,
        });
        this.audit.record(em, applicant, 'ecopr.error_reported', person.id, now, { report: error.id }, person.caseFile.id);
        await keepBack(em, this.audit, confirmation, 'correction', applicant, now);
      },
      { clear: true },
    );
  }

  /** The report that an officer has before them. @throws NotFoundException when none is open; RefusalPage for the officer's own file */
  async open(officer: Actor<'officer'>, personId: string): Promise<{ error: RecordError; person: Person }> {
    const { person } = await this.confirmations.forOfficer(officer, personId);
    const error = await this.em.findOne(RecordError, { person, closedAt: null }, { populate: ['record'] });
    if (!error) throw new NotFoundException();
    return { error, person };
  }

  /**
   * The file is corrected, a new record stands in place of the former, and the card is asked for anew. The person is told.
   * @returns why not, or null when it is done
   * @throws TransitionRefused when somebody closed the report before
   */
  async correct(officer: Actor<'officer'>, personId: string, facts: PersonFacts): Promise<CorrectionRefusal | null> {
    return this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, error } = await this.#lock(officer, personId, em);
        const { person } = confirmation;
        const changed = (Object.keys(facts) as (keyof PersonFacts)[]).filter((part) => facts[part] !== person.facts[part]);
        if (changed.length === 0) return 'nothingChanged';
        const others = await em.find(Person, { caseFile: person.caseFile.id, id: { $ne: person.id } });
        if (others.some((other) => other.facts.uci === normalUci(facts.uci))) return 'uciTaken';
        await correctFacts(em, person, facts);
        error.close(officer.accountId, 'corrected', null, now);
        this.audit.record(em, officer, 'person.corrected', person.id, now, { parts: changed.join(' ') }, person.caseFile.id);
        await this.records.issue(em, officer, confirmation, now);
        await letGo(em, this.audit, confirmation, officer, now);
        await this.#tell(em, 'ecopr-corrected', person, now);
        return null;
      },
      { clear: true },
    );
  }

  /** Nothing was to be corrected: the person reads why, and a card that waited is asked for anew. @throws TransitionRefused as above */
  async answer(officer: Actor<'officer'>, personId: string, words: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, error } = await this.#lock(officer, personId, em);
        const { person } = confirmation;
        error.close(officer.accountId, 'answered', words, now);
        this.audit.record(em, officer, 'ecopr.error_answered', person.id, now, { report: error.id }, person.caseFile.id);
        await letGo(em, this.audit, confirmation, officer, now);
        await this.#tell(em, 'ecopr-answered', person, now);
      },
      { clear: true },
    );
  }

  async #lock(officer: Actor<'officer'>, personId: string, em: EntityManager): Promise<{ confirmation: Confirmation; error: RecordError }> {
    const confirmation = await this.confirmations.forOfficer(officer, personId, em);
    if (confirmation.suspendedAt) throw new TransitionRefused('residence', 'suspended', 'correct');
    const error = await em.findOne(RecordError, { person: personId, closedAt: null });
    if (!error) throw new TransitionRefused('residence', 'answered', 'correct');
    return { confirmation, error };
  }

  async #tell(em: EntityManager, mail: 'ecopr-corrected' | 'ecopr-answered', person: Person, now: Date): Promise<void> {
    this.outbox.add(em, mail, await readerOf(em, person), aboutPerson(person), now);
  }
}
