import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { readerOf } from '../accounts/reader-of.js';
import { AuditLog } from '../audit/audit-log.js';
import { toldLately } from '../audit/told-lately.js';
import { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { Outbox } from '../mail/outbox.js';
import type { Actor } from './actor.js';
import type { ClosedAs } from './own-files.js';
import { aboutPerson } from '../mail/about-person.js';
import type { Permission } from './permissions.js';

/** What was tried and is never allowed: it is recorded each time. */
@Injectable()
export class RefusedActs {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** What a representative may never do (S33); told to the applicant, one mail a day at most. */
  async record(actor: Actor, permission: Permission, personId: string): Promise<void> {
    if (!isUuid(personId)) return;
    const now = this.clock.now();
    await this.em.fork().transactional(async (em) => {
      // locked, so that two attempts at once are told once
      const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
      const person = await em.findOne(Person, { id: personId }, { populate: ['caseFile'], ...lock });
      if (!person) return;
      const told = !(await toldLately(em, 'representative.refused', personId, now));
      this.audit.record(em, actor, 'representative.refused', person.id, now, { permission, told }, person.caseFile.id);
      if (told) {
        const payload = aboutPerson(person);
        this.outbox.add(em, 'representative-refused', await readerOf(em, person), payload, now);
      }
    });
  }

  /** An officer at their own file, or a relative's (PORTAL.md 2). Looking is no crime, yet who looks into it later must see each try. */
  async recordOwnFile(
    officer: Actor<'officer'>,
    caseFile: string,
    tried: { permission: Permission | null; closed: ClosedAs; look: boolean },
  ): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      this.audit.record(em, officer, 'own_file.refused', caseFile, this.clock.now(), tried, caseFile);
    });
  }
}
