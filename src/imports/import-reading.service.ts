import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException, type OnModuleInit } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { readerOf } from './acting-officer.js';
import { CaseImport } from './case-import.entity.js';
import { CaseImporter } from './case-importer.js';
import { MOST_OF_A_CASE } from './import.rules.js';
import { ImportMistake } from './import-mistake.entity.js';
import { ImportRow } from './import-row.entity.js';
import { type Mistake, mistake } from './row.form.js';

/** What became of one case of a table. */
export type CaseOutcome = 'made' | 'unchanged' | readonly Mistake[];

type Head = Pick<ImportRow, 'line' | 'caseHash'>;

/**
 * Reads what was uploaded, in the background: one case after the other, each in one transaction with its events, its rows and its place in
 * the counts. Broken off at any moment, the next run goes on with the rows that are left; nothing is done twice.
 */
@Injectable()
export class ImportReading implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: TimedJobs,
    private readonly importer: CaseImporter,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  onModuleInit(): void {
    // one at a time, so that other timed work comes in between
    this.jobs.register('imports.read', 0, async (_now, signal) => {
      if (await this.readNext(signal)) this.jobs.soon();
    });
  }

  /** The import that has waited longest; false when none waits. */
  async readNext(signal?: AbortSignal): Promise<boolean> {
    const em = this.em.fork();
    const waiting = await em.findOne(
      CaseImport,
      { arrivedAt: { $ne: null }, finishedAt: null, stoppedAt: null },
      { orderBy: { begunAt: 'asc', id: 'asc' }, fields: ['id'] },
    );
    if (!waiting) return false;
    await this.#read(waiting.id, signal);
    return true;
  }

  /** Whoever uploaded a table, or went on with it, is who opens its cases: asked before each of them whether they still may. */
  async #read(id: string, signal: AbortSignal | undefined): Promise<void> {
    for (let last = 0; !signal?.aborted; ) {
      const em = this.em.fork();
      const where = { import: id, line: { $gt: last } };
      const head = (await em.findOne(ImportRow, where, { orderBy: { line: 'asc' }, fields: ['line', 'caseHash'] })) as Head | null;
      if (!head) return this.#finish(id);
      const officer = await readerOf(em, id);
      if (!officer) return this.#stop(id);
      await this.#readCase(id, head, officer).catch((fault: unknown) => this.#giveUp(id, head, fault));
      last = head.line;
    }
  }

  #readCase(importId: string, { caseHash }: Head, officer: Actor<'officer'>): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      const rows = await rowsOf(em, importId, caseHash);
      if (rows.length === 0) return; // another process was first
      const read = rows.map(({ line, cells: kept }) => ({ line, ...kept }));
      await this.#settle(em, importId, caseHash, await this.importer.open(em, officer, importId, read, this.clock.now()));
    });
  }

  /** A fault of ours with one case must not stop the others: it is told as such. Where nothing can be written at all, this throws as well. */
  async #giveUp(importId: string, { line, caseHash }: Head, fault: unknown): Promise<void> {
    this.logger.error({ err: fault }, 'a case of a table could not be read');
    await this.em.fork().transactional(async (em) => {
      if ((await rowsOf(em, importId, caseHash)).length === 0) return;
      await this.#settle(em, importId, caseHash, [mistake(line, null, 'admin-imports:row.fault')]);
    });
  }

  /** In the transaction of the case. */
  async #settle(em: EntityManager, importId: string, caseHash: Buffer, outcome: CaseOutcome): Promise<void> {
    const rows = await em.nativeDelete(ImportRow, { import: importId, caseHash });
    const mistakes = typeof outcome === 'string' ? [] : outcome;
    for (const [turn, { line, place, words, details }] of mistakes.entries()) {
      const values = Object.keys(details).length > 0 ? details : null;
      em.create(ImportMistake, { import: em.getReference(CaseImport, importId), line, turn, place, words, details: values });
    }
    await em.flush();
    await em.execute(COUNT, [rows, outcome === 'made' ? 1 : 0, outcome === 'unchanged' ? 1 : 0, mistakes.length > 0 ? 1 : 0, importId]);
  }

  /** The rows that are left wait, sealed, for an officer who goes on. */
  #stop(id: string): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      const found = await em.findOne(CaseImport, { id, finishedAt: null, stoppedAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!found || (await readerOf(em, id))) return; // another process was first, or somebody goes on already
      found.stoppedAt = this.clock.now();
      const { rowsRead, rows } = found;
      this.audit.record(em, null, 'import.stopped', id, found.stoppedAt, { rowsRead, rows });
    });
  }

  /** An officer goes on with what was stopped; with anything else nothing happens. */
  async resume(officer: Actor<'officer'>, id: string): Promise<void> {
    if (!isUuid(id)) throw new NotFoundException();
    await this.em.transactional(
      async (em) => {
        const found = await em.findOne(CaseImport, { id, arrivedAt: { $ne: null } }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        if (!found) throw new NotFoundException();
        if (!found.stoppedAt) return;
        found.resume(officer);
        this.audit.record(em, officer, 'import.resumed', id, this.clock.now());
      },
      { clear: true },
    );
    this.jobs.soon();
  }

  #finish(id: string): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      const done = await em.findOne(CaseImport, { id, finishedAt: null, stoppedAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!done) return;
      const now = this.clock.now();
      done.finishedAt = now;
      const { casesMade: made, casesUnchanged: unchanged, casesRefused: refused } = done;
      this.audit.record(em, await readerOf(em, id), 'import.finished', id, now, { made, unchanged, refused });
    });
  }
}

const COUNT = `update case_import set rows_read = rows_read + ?, cases_made = cases_made + ?, cases_unchanged = cases_unchanged + ?,
                                      cases_refused = cases_refused + ? where id = ?`;

/** Locked: whoever else comes to this case waits, and then finds nothing left. One more than a case may have, so that it shows. */
const rowsOf = (em: EntityManager, importId: string, caseHash: Buffer): Promise<ImportRow[]> =>
  em.find(
    ImportRow,
    { import: importId, caseHash },
    { orderBy: { line: 'asc' }, limit: MOST_OF_A_CASE + 1, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
