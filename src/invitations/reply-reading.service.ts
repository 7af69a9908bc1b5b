import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { Reply } from './reply.entity.js';

/** An officer's reading of a reply. */
@Injectable()
export class ReplyReading {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The reply of a case, once it was sent. @throws NotFoundException */
  async of(_officer: Actor<'officer'>, caseFileId: string, em: EntityManager = this.em): Promise<Reply> {
    if (!isUuid(caseFileId)) throw new NotFoundException();
    const reply = await em.findOne(
      Reply,
      { invitation: { caseFile: caseFileId }, sentAt: { $ne: null } },
      em.isInTransaction()
        ? { populate: ['person.caseFile.persons', 'members'], strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE }
        : { populate: ['person.caseFile.persons', 'members'] },
    );
    if (!reply) throw new NotFoundException();
    return reply as Reply;
  }

  /** Marks the reply as read; a second press changes nothing. */
  async markRead(officer: Actor<'officer'>, caseFileId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const reply = await this.of(officer, caseFileId, em);
        if (reply.readAt) return;
        const now = this.clock.now();
        reply.markRead(officer, now);
        this.audit.record(em, officer, 'reply.read', reply.id, now, {}, caseFileId);
      },
      { clear: true },
    );
  }
}
