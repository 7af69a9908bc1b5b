import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { inPages } from '../database/in-pages.js';
import { isUuid } from '../database/uuid.js';
import { ManyInvitations } from '../invitations/many-invitations.service.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { senderOf } from './acting-officer.js';
import { CaseImport } from './case-import.entity.js';

/** Cases in one look. */
const BATCH = 50;

/** Of the cases that an import opened, those whose invitation was never sent. */
const DRAFTS = `from case_file f join invitation i on i.case_file_id = f.id where f.import_id = ? and i.state = 'draft'`;

/** Sends the invitations of all cases that an import opened, in the background: each in a transaction of its own, and each once. */
@Injectable()
export class ImportInviting implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: TimedJobs,
    private readonly invitations: ManyInvitations,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register('imports.invite', 0, async (_now, signal) => {
      if (await this.sendNext(signal)) this.jobs.soon();
    });
  }

  /** How many invitations of an import are not sent yet. */
  async waitingOf(importId: string): Promise<number> {
    const [row] = await this.em.execute<{ count: number }[]>(`select count(*)::int as count ${DRAFTS}`, [importId]);
    return row?.count ?? 0;
  }

  /** A page of those that are not sent. */
  async draftsOf(importId: string, after: string, limit: number): Promise<{ id: string; version: number }[]> {
    return this.em.fork().execute(`select f.id, i.version ${DRAFTS} and f.id > ? order by f.id limit ?`, [importId, after, limit]);
  }

  /** Asked for twice while it goes on, it is done once. @throws NotFoundException while the table is still being read */
  async ask(officer: Actor<'officer'>, importId: string): Promise<void> {
    if (!isUuid(importId)) throw new NotFoundException();
    await this.em.transactional(
      async (em) => {
        const found = await em.findOne(CaseImport, { id: importId, finishedAt: { $ne: null } }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        if (!found) throw new NotFoundException();
        if (found.invitingSince && !found.invitedAt && !found.invitingStoppedAt) return;
        const now = this.clock.now();
        found.askToInvite(officer, now);
        this.audit.record(em, officer, 'import.invited', importId, now);
      },
      { clear: true },
    );
    this.jobs.soon();
  }

  /** What was asked for first; false when nothing is. Broken off, the next run goes on with those that are not sent. */
  async sendNext(signal?: AbortSignal): Promise<boolean> {
    const em = this.em.fork();
    const waiting = await em.findOne(
      CaseImport,
      { invitingSince: { $ne: null }, invitedAt: null, invitingStoppedAt: null },
      { orderBy: { invitingSince: 'asc' } },
    );
    if (!waiting) return false;
    await this.#send(waiting.id, signal);
    return true;
  }

  /** In the name of whoever asked for it, as long as they may; what is left then waits for an officer who asks anew. */
  async #send(importId: string, signal: AbortSignal | undefined): Promise<void> {
    for await (const draft of inPages(BATCH, (last) => this.draftsOf(importId, last, BATCH))) {
      if (signal?.aborted) return;
      const officer = await senderOf(this.em.fork(), importId);
      if (!officer) return this.#stop(importId);
      const { sent } = await this.invitations.send(officer, [draft]);
      await this.em.fork().execute('update case_import set invitations_sent = invitations_sent + ? where id = ?', [sent, importId]);
    }
    await this.em.fork().nativeUpdate(CaseImport, { id: importId }, { invitedAt: this.clock.now() });
  }

  #stop(importId: string): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      const open = { id: importId, invitedAt: null, invitingStoppedAt: null };
      const found = await em.findOne(CaseImport, open, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!found || (await senderOf(em, importId))) return; // somebody asked for it anew
      found.invitingStoppedAt = this.clock.now();
      this.audit.record(em, null, 'import.inviting_stopped', importId, found.invitingStoppedAt);
    });
  }
}
