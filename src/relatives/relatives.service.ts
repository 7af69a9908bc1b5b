import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { Account } from '../accounts/account.entity.js';
import { AuditLog } from '../audit/audit-log.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { normalApplicationNumber } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { type RELATIONS, RelativeFile } from './relative-file.entity.js';

/** Rows of the list; an office with more declarations looks for them by officer. */
export const RELATIVES_SHOWN = 200;

/** Officers say which files are their own or their relatives'; from then on they don't open them (PORTAL.md 2). */
@Injectable()
export class RelativesService {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The officer's own declarations; a supervisor sees everybody's. */
  async list(officer: Actor<'officer'>): Promise<RelativeFile[]> {
    const mine = may(officer.role, 'relatives.view_all') ? {} : { account: officer.accountId };
    return this.em.find(
      RelativeFile,
      { ...mine, removedAt: null },
      { populate: ['account', 'caseFile'], orderBy: { declaredAt: 'desc', id: 'desc' }, limit: RELATIVES_SHOWN },
    );
  }

  /** Declaring twice is one declaration. @returns false when no case has this number */
  async declare(officer: Actor<'officer'>, applicationNumber: string, relation: (typeof RELATIONS)[number]): Promise<boolean> {
    const applicationNumberIndex = vault().index('application-number', normalApplicationNumber(applicationNumber));
    return this.em.transactional(
      async (em) => {
        const lock = { lockMode: LockMode.PESSIMISTIC_WRITE } as const; // so that a double click is one declaration
        const account = await em.findOneOrFail(Account, { id: officer.accountId }, lock);
        const caseFile = await em.findOne(CaseFile, { applicationNumberIndex });
        if (!caseFile) return false;
        if (await em.count(RelativeFile, { account, caseFile, removedAt: null })) return true;
        const now = this.clock.now();
        em.create(RelativeFile, { account, caseFile, relation, declaredAt: now });
        this.audit.record(em, officer, 'relative.declared', account.id, now, { relation }, caseFile.id);
        return true;
      },
      { clear: true },
    );
  }

  /** @throws ForbiddenException for one's own declaration */
  async remove(supervisor: Actor<'officer'>, id: string): Promise<void> {
    if (!isUuid(id)) throw new NotFoundException();
    await this.em.transactional(
      async (em) => {
        const declared = await em.findOne(RelativeFile, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        if (!declared) throw new NotFoundException();
        if (declared.account.id === supervisor.accountId) throw new ForbiddenException('nobody takes back their own declaration');
        if (declared.removedAt) return;
        const now = this.clock.now();
        declared.remove(em.getReference(Account, supervisor.accountId), now);
        this.audit.record(em, supervisor, 'relative.removed', declared.account.id, now, {}, declared.caseFile.id);
      },
      { clear: true },
    );
  }
}
