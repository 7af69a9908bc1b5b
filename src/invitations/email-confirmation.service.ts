import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { hashOfToken } from '../privacy/vault.js';
import { Reply } from './reply.entity.js';

export type EmailLink = 'unknown' | 'open' | 'used';

/** A changed address counts only after the link sent to it is opened (PORTAL.md 4). */
@Injectable()
export class EmailConfirmationService {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async stateOf(token: string): Promise<EmailLink> {
    const reply = await this.em.findOne(Reply, { emailTokenHash: hashOfToken(token) });
    return linkOf(reply);
  }

  /** What the link was when it was pressed: `open` means that the address is confirmed now. */
  async confirm(token: string): Promise<EmailLink> {
    return this.em.transactional(
      async (em) => {
        const reply = await em.findOne(
          Reply,
          { emailTokenHash: hashOfToken(token) },
          { populate: ['person'], lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' },
        );
        const link = linkOf(reply);
        if (!reply || link !== 'open') return link;
        const now = this.clock.now();
        reply.confirmEmail(now);
        this.audit.record(em, null, 'reply.email_confirmed', reply.id, now, {}, reply.person.caseFile.id);
        return link;
      },
      { clear: true },
    );
  }
}

const linkOf = (reply: Reply | null): EmailLink => (!reply ? 'unknown' : reply.emailConfirmedAt ? 'used' : 'open');
