import { type EntityManager as Em, LockMode } from '@mikro-orm/postgresql';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.js';
import { Person } from '../../cases/person.entity.js';
import { Clock } from '../../clock.js';
import { isUuid } from '../../database/uuid.js';
import { Invitation } from '../../invitations/invitation.entity.js';
import { type Bounce, OutboxMessage } from '../outbox-message.entity.js';

const SEALED = ['recipient', 'payload', 'sentTo'] as const;
const INVITATIONS: readonly string[] = ['invitation', 'invitation-reminder'];

/** What became of a mail after it left: it came back for good, was given up undelivered, or is late (PORTAL.md 3 and 6.6). */
@Injectable()
export class Bounces {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * A mail came back, however often that is told.
   * @param id the mail's key in the outbox
   * @returns `unknown` for a mail that we did not send, or whose row is gone by now
   */
  async record(id: string, bounce: Bounce): Promise<'recorded' | 'known' | 'unknown'> {
    if (!isUuid(id)) return 'unknown';
    return this.em.fork().transactional(async (em) => {
      const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, exclude: SEALED } as const;
      const message = (await em.findOne(OutboxMessage, { id, sentAt: { $ne: null } }, lock)) as OutboxMessage | null;
      if (!message) return 'unknown';
      if (message.bounce === 'permanent' || message.bounce === bounce || (message.bounce && bounce === 'temporary')) return 'known';
      await this.cameBack(em, message, bounce, this.clock.now());
      return 'recorded';
    });
  }

  /** In the caller's transaction, which holds the mail's row; also for one that was given up before it left. */
  async cameBack(em: Em, message: OutboxMessage, bounce: Bounce, now: Date): Promise<void> {
    message.comeBack(bounce, now);
    if (bounce === 'temporary') return;
    const person = message.aboutPerson ? await em.findOne(Person, { id: message.aboutPerson }, { fields: ['caseFile'] }) : null;
    const caseId = person?.caseFile.id ?? null;
    this.audit.record(em, null, 'mail.bounced', person?.id ?? message.id, now, { mail: message.template }, caseId);
    if (bounce === 'permanent' && caseId && INVITATIONS.includes(message.template)) await this.#invitation(em, message, caseId, now);
  }

  /** Only the invitation that this mail brought: one that was sent again since, or answered, is as good as before. */
  async #invitation(em: Em, message: OutboxMessage, caseId: string, now: Date): Promise<void> {
    const invitation = await em.findOne(
      Invitation,
      { caseFile: caseId, state: 'sent', sentAt: { $lte: message.createdAt } },
      { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' },
    );
    if (!invitation) return;
    invitation.bounce();
    message.bounceSeenAt = now; // the invitation itself waits for an officer
    this.audit.record(em, null, 'invitation.bounced', invitation.id, now, {}, caseId);
  }
}
