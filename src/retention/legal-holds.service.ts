import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { AuditLog } from '../audit/audit-log.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { caseOf } from '../cases/case-of.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { LegalHold } from './legal-hold.entity.js';

/** A hold as officers read it. */
export interface ShownHold {
  readonly reason: string;
  readonly begunAt: Date;
  readonly begunBy: string;
  readonly endedAt: Date | null;
}

/** Legal holds: a supervisor begins and ends them; every officer sees them on the case. */
@Injectable()
export class LegalHolds {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Newest first; the open one, if there is one, leads. @throws NotFoundException */
  async of(caseFileId: string): Promise<ShownHold[]> {
    const holds = await this.em.find(LegalHold, { caseFile: caseFileId }, { orderBy: { begunAt: 'desc' } });
    const officers = await this.em.find(Account, { id: { $in: holds.map(({ begunBy }) => begunBy) } });
    const names = new Map(officers.map(({ id, displayName }) => [id, displayName ?? '']));
    return holds.map(({ reason, begunAt, begunBy, endedAt }) => ({
      reason,
      begunAt,
      begunBy: names.get(begunBy) ?? '',
      endedAt: endedAt ?? null,
    }));
  }

  async applicationNumberOf(caseFileId: string): Promise<string> {
    return (await caseOf(this.em, caseFileId)).applicationNumber;
  }

  /** Whether this officer may begin and end holds. */
  async mayHold(officer: Actor<'officer'>, em: EntityManager = this.em): Promise<boolean> {
    return (await em.count(Account, { id: officer.accountId, role: 'supervisor' })) === 1;
  }

  /** Pressed twice it is one hold. @throws ForbiddenException for officers who are no supervisors */
  async begin(officer: Actor<'officer'>, caseFileId: string, reason: string): Promise<void> {
    await this.#changing(officer, caseFileId, (em, open, now) => {
      if (open) return;
      const hold = em.create(LegalHold, {
        caseFile: em.getReference(CaseFile, caseFileId),
        reason,
        begunAt: now,
        begunBy: officer.accountId,
      });
      this.audit.record(em, officer, 'hold.begun', hold.caseFile.id, now, {}, caseFileId);
    });
  }

  /** Pressed twice it ends once. @throws ForbiddenException for officers who are no supervisors */
  async end(officer: Actor<'officer'>, caseFileId: string): Promise<void> {
    await this.#changing(officer, caseFileId, (em, open, now) => {
      if (!open) return;
      open.end(officer, now);
      this.audit.record(em, officer, 'hold.ended', caseFileId, now, {}, caseFileId);
    });
  }

  async #changing(
    officer: Actor<'officer'>,
    caseFileId: string,
    change: (em: EntityManager, open: LegalHold | null, now: Date) => void,
  ): Promise<void> {
    if (!isUuid(caseFileId)) throw new NotFoundException();
    await this.em.transactional(
      async (em) => {
        // a purge of the case waits for this, or this for the purge
        const caseFile = await em.findOne(CaseFile, { id: caseFileId }, { lockMode: LockMode.PESSIMISTIC_WRITE, fields: ['id'] });
        if (!caseFile) throw new NotFoundException();
        if (!(await this.mayHold(officer, em))) throw new ForbiddenException('permission');
        change(em, await em.findOne(LegalHold, { caseFile: caseFileId, endedAt: null }), this.clock.now());
      },
      { clear: true },
    );
  }
}
