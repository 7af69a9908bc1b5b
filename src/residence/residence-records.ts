import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { ActsFor } from '../accounts/acts-for.entity.js';
import { newReference } from '../accounts/credentials.js';
import { AuditLog } from '../audit/audit-log.js';
import type { Person } from '../cases/person.entity.js';
import { after, Clock, DAY } from '../clock.js';
import { ECOPR_DAYS } from '../confirmation/confirmation.rules.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { hashOfToken, Vault } from '../privacy/vault.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { recordCode, sameCode, typedRecordCode } from './record-code.js';
import { reminderAfter } from './residence.rules.js';
import { type RecordFacts, ResidenceRecord } from './residence-record.entity.js';

/** What the public page says of a code. `unknown`: no record of ours carries it, or what it says was changed. */
export interface RecordCheck {
  readonly state: 'unknown' | 'suspended' | 'current' | 'replaced';
  /** Where the code is one of ours: enough to compare with the paper in hand, and nothing to learn from. */
  readonly record: {
    readonly number: string;
    readonly issuedAt: Date;
    readonly replacedAt: Date | null;
    /** "I. Q." */
    readonly initials: string;
    readonly birthYear: string;
  } | null;
}

/** The eCOPR of each person: issued when residence is confirmed, downloaded by who acts for the person, checked by anybody with its code. */
@Injectable()
export class ResidenceRecords {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly audit: AuditLog,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Writes the record of a residence just confirmed, or a corrected one in place of the former. In the caller's transaction. */
  async issue(em: EntityManager, officer: Actor<'officer'>, confirmation: Confirmation, now: Date): Promise<ResidenceRecord> {
    const { person, residenceConfirmedAt } = confirmation;
    const former = await em.findOne(ResidenceRecord, { person, replacedAt: null });
    if (former) {
      Object.assign(former, { replacedAt: now, remindAt: null });
      await em.flush(); // one record counts: the former goes before the new one comes
    }
    const facts = factsOf(person, residenceConfirmedAt ?? now);
    const number = newReference(now, 'CRP');
    const key = this.vault.signingKey('residence-record');
    const code = recordCode(number, facts, key);
    const record = em.create(ResidenceRecord, {
      person,
      number,
      facts,
      code,
      codeHash: hashOfToken(code),
      signedWith: key.id,
      issuedAt: now,
      issuedBy: officer.accountId,
      remindAt: reminderAfter(now, now),
    });
    this.audit.record(em, officer, former ? 'ecopr.reissued' : 'ecopr.issued', person.id, now, { number }, person.caseFile.id);
    return record;
  }

  /**
   * The record that counts of a person the applicant acts for, with the person.
   * @throws NotFoundException when the person is not theirs
   * @throws GoElsewhere to the status when there is none, or not yet
   */
  async ofApplicant(applicant: Actor<'applicant'>, personId: string): Promise<{ record: ResidenceRecord; person: Person }> {
    const { person, suspendedAt } = await this.confirmations.of(applicant, personId);
    const record = suspendedAt ? null : await this.em.findOne(ResidenceRecord, { person, replacedAt: null });
    if (!record) throw new GoElsewhere('status', { person: personId });
    return { record, person };
  }

  /**
   * The same, for a download: counted, and in the trail (who took a copy, and when).
   * @param number as on the page; a record that was replaced meanwhile is not handed out any more
   * @throws RefusalPage 410 once its days are over
   */
  async download(applicant: Actor<'applicant'>, personId: string, number: string): Promise<ResidenceRecord> {
    if (!/^[\w-]{1,20}$/.test(number)) throw new NotFoundException();
    return this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { person, suspendedAt } = await this.confirmations.of(applicant, personId, em);
        const record = suspendedAt ? null : await em.findOne(ResidenceRecord, { person, replacedAt: null, number });
        if (!record) throw new NotFoundException();
        if (now >= downloadableUntil(record)) throw new RefusalPage(410, 'residence/record-over', { person: { id: person.id } });
        record.download(now);
        this.audit.record(em, applicant, 'ecopr.downloaded', person.id, now, { number }, person.caseFile.id);
        return record;
      },
      { clear: true },
    );
  }

  /**
   * A copy that an officer sends by post: in the trail as the officer's, and no download of the person's.
   * @throws TransitionRefused when no record counts, the file is suspended, or the person downloads it themselves
   */
  async copyForPost(officer: Actor<'officer'>, personId: string): Promise<ResidenceRecord> {
    return this.em.transactional(
      async (em) => {
        const { person, suspendedAt, residence } = await this.confirmations.forOfficer(officer, personId, em);
        const record = suspendedAt ? null : await em.findOne(ResidenceRecord, { person, replacedAt: null });
        const now = this.clock.now();
        if (!record || !(await goesByPost(em, record, now)))
          throw new TransitionRefused('residence', suspendedAt ? 'suspended' : residence, 'copy');
        this.audit.record(em, officer, 'ecopr.printed', person.id, now, { number: record.number }, person.caseFile.id);
        return record;
      },
      { clear: true },
    );
  }

  /** Whether a code is on a record of ours, and what the paper should say. */
  async check(typed: string): Promise<RecordCheck> {
    const code = typedRecordCode(typed);
    const record = code ? await this.em.findOne(ResidenceRecord, { codeHash: hashOfToken(code) }) : null;
    if (!code || !record || !this.#holds(record, code)) return { state: 'unknown', record: null };
    const suspended = await this.em.count(Confirmation, { person: record.person.id, suspendedAt: { $ne: null } });
    if (suspended > 0) return { state: 'suspended', record: null };
    const { givenNames, familyName, dateOfBirth } = record.facts;
    const letters = [givenNames, familyName].flatMap((name) => [...name].slice(0, 1));
    return {
      state: record.replacedAt ? 'replaced' : 'current',
      record: {
        number: record.number,
        issuedAt: record.issuedAt,
        replacedAt: record.replacedAt ?? null,
        initials: letters.map((letter) => `${letter.toLocaleUpperCase('en')}.`).join(' '),
        birthYear: dateOfBirth.slice(0, 4),
      },
    };
  }

  /** While the key that signed is on the ring, what the record says is signed anew and compared: a changed row is not ours. */
  #holds({ number, facts, signedWith, code: kept }: ResidenceRecord, code: string): boolean {
    const key = this.vault.signingKeyOf('residence-record', signedWith);
    return sameCode(kept, code) && (!key || sameCode(recordCode(number, facts, { key }), code));
  }
}

/** Until when it can be downloaded [A]: PORTAL.md 4. */
export const downloadableUntil = ({ issuedAt }: Pick<ResidenceRecord, 'issuedAt'>): Date => after(issuedAt, ECOPR_DAYS * DAY);

function factsOf(person: Person, becameAt: Date): RecordFacts {
  return { ...person.facts, applicationNumber: person.caseFile.applicationNumber, becameAt: becameAt.toISOString() };
}

/** An eCOPR is sent by post where nobody has used an account to download it with, or its days are over. */
export async function goesByPost(em: EntityManager, record: ResidenceRecord, now: Date): Promise<boolean> {
  if (now >= downloadableUntil(record)) return true;
  return (await em.count(ActsFor, { person: record.person, until: null, account: { state: { $ne: 'temporary' } } })) === 0;
}
