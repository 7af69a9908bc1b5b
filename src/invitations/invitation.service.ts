import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { type EmailRefusal, EmailUses } from '../cases/email-uses.js';
import { after, Clock } from '../clock.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { isUuid } from '../database/uuid.js';
import { Outbox } from '../mail/outbox.js';
import { hashOfToken, newToken } from '../privacy/vault.js';
import { Invitation } from './invitation.entity.js';
import { InvitationLink } from './invitation-link.entity.js';
import { INVITATION_DAYS, INVITATION_LIFE } from './invitation.rules.js';

/** Sends invitations (S2). */
@Injectable()
export class InvitationService {
  constructor(
    private readonly em: EntityManager,
    private readonly emailUses: EmailUses,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends the invitation of a case, or sends it again: the new mail has a new link, and the old one is dead. Null when sent; else why
   * the address can't be used: no invitation goes to a representative (PORTAL.md 4).
   * @param version of the invitation the officer saw: one press sends one, however often it arrives
   * @throws TransitionRefused when it was sent since, or answered already
   */
  async send(officer: Actor<'officer'>, caseFileId: string, version: number): Promise<EmailRefusal | null> {
    if (!isUuid(caseFileId)) throw new NotFoundException();
    return this.em.transactional(
      async (em) => {
        const invitation = await em.findOne(
          Invitation,
          { caseFile: caseFileId },
          { populate: ['caseFile.persons'], strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE },
        );
        const principal = invitation?.caseFile.persons.find(({ relation }) => relation === 'principal');
        if (!invitation || !principal) throw new NotFoundException();
        if (invitation.version !== version) throw new TransitionRefused('invitation', 'changed', 'send');
        const refused = await this.emailUses.refusalOf(em, principal.email, caseFileId);
        if (refused) return refused;
        const now = this.clock.now();
        const token = newToken();
        const again = Boolean(invitation.sentAt);
        await em.nativeDelete(InvitationLink, { invitation: invitation.id });
        invitation.send(hashOfToken(token), now, after(now, INVITATION_LIFE));
        const { applicationNumber, contactAddress } = invitation.caseFile;
        this.audit.record(em, officer, 'invitation.sent', invitation.id, now, { again }, caseFileId);
        this.outbox.add(
          em,
          'invitation',
          principal,
          { name: principal.fullName, caseNumber: applicationNumber, contact: contactAddress, token, days: INVITATION_DAYS },
          now,
        );
        return null;
      },
      { clear: true },
    );
  }
}
