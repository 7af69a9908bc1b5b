import { type EntityManager as Em, EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { keepOwnFiles } from '../access/own-files.js';
import type { IdentityCheck } from '../accounts/identity-check.js';
import { AuditLog } from '../audit/audit-log.js';
import { EmailUses } from '../cases/email-uses.js';
import type { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { normalEmail } from '../privacy/normalise.js';
import { Invitation } from './invitation.entity.js';
import type { ReplyAddressRefusal } from './reply-addresses.service.js';

/** The address of somebody whose invitation came back: another one only after an identity check (PORTAL.md 6.6). */
@Injectable()
export class InvitationAddress {
  constructor(
    private readonly em: EntityManager,
    private readonly emailUses: EmailUses,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The principal applicant of a case whose invitation came back; null for everybody else. */
  async of(personId: string): Promise<Person | null> {
    return (await this.#find(this.em, personId, false)) ?? null;
  }

  /** The invitation goes to this address when it is sent again; the link that was mailed to the former one is dead already. */
  async give(officer: Actor<'officer'>, personId: string, email: string, check: IdentityCheck): Promise<ReplyAddressRefusal | null> {
    return this.em.transactional(
      async (em) => {
        const person = await this.#find(em, personId, true);
        if (!person) throw new NotFoundException();
        if (normalEmail(person.email) === normalEmail(email)) return 'sameAddress';
        const refusal = await this.emailUses.refusalOf(em, email, person.caseFile.id);
        if (refusal) return refusal.reason;
        const now = this.clock.now();
        for (const own of await keepOwnFiles(em, person.emailIndex, now))
          this.audit.record(em, null, 'relative.declared', own.account_id, now, { relation: 'own' }, own.case_file_id);
        person.giveEmail(email);
        this.audit.record(em, officer, 'invitation.address_given', person.id, now, { check }, person.caseFile.id);
        return null;
      },
      { clear: true },
    );
  }

  async #find(em: Em, personId: string, locked: boolean): Promise<Person | undefined> {
    const invitation = await em.findOne(
      Invitation,
      { state: 'bounced', caseFile: { persons: personId } },
      { populate: ['caseFile.persons'], strategy: 'select-in', ...(locked ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {}) },
    );
    return invitation?.caseFile.persons.find(({ id, relation }) => id === personId && relation === 'principal');
  }
}
