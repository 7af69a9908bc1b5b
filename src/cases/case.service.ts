import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock, MINUTE } from '../clock.js';
import type { Language } from '../language/language.js';
import { normalApplicationNumber, normalUci } from '../privacy/normalise.js';
import type { CaseFile } from './case-file.entity.js';
import { type EmailRefusal, EmailUses } from './email-uses.js';
import { caseWithNumber, writeCase } from './open-case.js';
import type { PersonFacts } from './person.entity.js';

/** What an officer enters to open a case with its principal applicant. */
export interface NewCase {
  readonly applicationNumber: string;
  /** Where people on the case write to; it stands in the invitation (S36). */
  readonly contactAddress: string;
  readonly language: Language;
  /** `YYYY-MM-DD`. */
  readonly appliedOn: string;
  readonly email: string;
  readonly facts: PersonFacts;
}

export type CaseRefusal = { readonly reason: 'numberTaken'; readonly applicationNumber: string } | EmailRefusal;

/** Opens cases. Only officers do (S2). */
@Injectable()
export class CaseService {
  constructor(
    private readonly em: EntityManager,
    private readonly emailUses: EmailUses,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** A case with its principal applicant, their confirmation, and an invitation that is not sent yet; or why not (S2b, S32). */
  async create(
    officer: Actor<'officer'>,
    given: NewCase,
  ): Promise<{ readonly caseFileId: string; readonly personId: string } | { readonly refused: CaseRefusal }> {
    return this.em.transactional(
      async (em) => {
        const there = await caseWithNumber(em, given.applicationNumber);
        if (there) {
          const applicationNumber = normalApplicationNumber(given.applicationNumber);
          return madeJustNow(there, officer, given, this.clock.now()) ?? { refused: { reason: 'numberTaken', applicationNumber } };
        }
        const refused = await this.emailUses.refusalOf(em, given.email, null);
        if (refused) return { refused };
        const { caseFile, person } = writeCase(em, this.audit, officer, given, this.clock.now());
        return { caseFileId: caseFile.id, personId: person.id };
      },
      { clear: true },
    );
  }
}

/** The same officer, the same person, a moment ago: the button was pressed twice, and both presses lead to the one case. */
function madeJustNow(
  caseFile: CaseFile,
  officer: Actor<'officer'>,
  { facts }: NewCase,
  now: Date,
): { caseFileId: string; personId: string } | null {
  const person = caseFile.persons.find(({ relation }) => relation === 'principal');
  const again = caseFile.createdBy === officer.accountId && now.getTime() - caseFile.createdAt.getTime() < MINUTE;
  return person && again && person.facts.uci === normalUci(facts.uci) ? { caseFileId: caseFile.id, personId: person.id } : null;
}
