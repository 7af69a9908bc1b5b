import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock, MINUTE } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { isUuid } from '../database/uuid.js';
import { Invitation } from '../invitations/invitation.entity.js';
import { normalUci } from '../privacy/normalise.js';
import { LegalHold } from '../retention/legal-hold.entity.js';
import { type EmailRefusal, EmailUses } from './email-uses.js';
import { type FamilyRefusal, whyNotChangeFamily } from './family.policy.js';
import { writeMember } from './open-case.js';
import { Person } from './person.entity.js';
import type { NewMember } from './person.form.js';
import { SearchWord } from './search-word.entity.js';

export type MemberRefusal = { readonly reason: FamilyRefusal | 'uciTaken' } | EmailRefusal;

/** The persons of a case beside its principal applicant: an officer adds and removes them until the invitation is answered. */
@Injectable()
export class FamilyService {
  constructor(
    private readonly em: EntityManager,
    private readonly emailUses: EmailUses,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Another person on the case; null when they are on it, else why not (S2b, S32). */
  async add(officer: Actor<'officer'>, caseFileId: string, given: NewMember): Promise<MemberRefusal | null> {
    return this.em.transactional(
      async (em) => {
        const invitation = await findLocked(em, caseFileId);
        const { caseFile } = invitation;
        const reason = whyNotChangeFamily(invitation.state, null, false);
        if (reason) return { reason };
        const now = this.clock.now();
        const same = caseFile.persons.find(({ facts }) => facts.uci === normalUci(given.facts.uci));
        // the button was pressed twice: both presses added the one person
        if (same)
          return same.relation === given.relation && now.getTime() - same.createdAt.getTime() < MINUTE ? null : { reason: 'uciTaken' };
        const email = given.email || (caseFile.persons.find(({ relation }) => relation === 'principal')?.email ?? '');
        const refused = await this.emailUses.refusalOf(em, email, caseFile.id);
        if (refused) return refused;
        writeMember(em, this.audit, officer, caseFile, given, email, now);
        return null;
      },
      { clear: true },
    );
  }

  /** Takes somebody off the case who should not be on it; null when they are gone, else why not. */
  async remove(officer: Actor<'officer'>, personId: string): Promise<FamilyRefusal | null> {
    if (!isUuid(personId)) throw new NotFoundException();
    return this.em.transactional(
      async (em) => {
        const found = await em.findOne(Person, { id: personId }, { disableIdentityMap: true });
        if (!found) throw new NotFoundException();
        const invitation = await findLocked(em, found.caseFile.id);
        const held = (await em.count(LegalHold, { caseFile: found.caseFile.id, endedAt: null })) > 0;
        const reason = whyNotChangeFamily(invitation.state, found.relation, held);
        if (reason) return reason;
        await em.nativeDelete(SearchWord, { person: personId });
        await em.nativeDelete(Confirmation, { person: personId });
        await em.nativeDelete(Person, { id: personId });
        this.audit.record(em, officer, 'person.removed', personId, this.clock.now(), {}, invitation.caseFile.id);
        return null;
      },
      { clear: true },
    );
  }
}

/** Its lock lets nobody answer, add or remove at the same moment. */
async function findLocked(em: EntityManager, caseFileId: string): Promise<Invitation> {
  const invitation = isUuid(caseFileId)
    ? await em.findOne(
        Invitation,
        { caseFile: caseFileId },
        { populate: ['caseFile.persons'], strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE },
      )
    : null;
  if (!invitation) throw new NotFoundException();
  return invitation;
}
