import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { Representation } from './representation.entity.js';

/** Consents of applicants that a representative sees how their case stands (S31). One representative at a time: a new one replaces the old. */
@Injectable()
export class Consents {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Given by the applicant, for their own case. */
  async give(applicant: Actor<'applicant'>, representativeId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { person } = await this.confirmations.of(applicant, applicant.personId, em);
        const account = await em.findOneOrFail(Account, { id: representativeId, kind: 'representative' });
        await em.nativeUpdate(Representation, { caseFile: person.caseFile.id, endedAt: null }, { endedAt: now });
        em.create(Representation, { account, caseFile: person.caseFile, since: now });
        this.audit.record(em, applicant, 'representative.added', person.id, now, { representative: account.id }, person.caseFile.id);
      },
      { clear: true },
    );
  }
}
