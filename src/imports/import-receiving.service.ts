import { createHash } from 'node:crypto';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { v7 } from '../database/uuid.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { normalApplicationNumber } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { CaseImport } from './case-import.entity.js';
import { MAX_IMPORT_BYTES, ROWS_AT_ONCE } from './import.rules.js';
import { ImportRow } from './import-row.entity.js';
import { ImportWords } from './import-words.js';
import { TableRefused } from './table-refused.js';
import { type TableRow, tableRows } from './table-reader.js';

/** An import that waits to be read, or that the same table made before; or why the table can't be read. */
export type Received = { readonly importId: string; readonly again: boolean } | { readonly refused: TableRefused };

/** Takes in tables of cases while they arrive: their rows are sealed a few at a time, and the table itself is kept nowhere. */
@Injectable()
export class ImportReceiving {
  constructor(
    private readonly em: EntityManager,
    private readonly words: ImportWords,
    private readonly jobs: TimedJobs,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws what the stream throws when it is cut off; nothing of it is kept then */
  async receive(officer: Actor<'officer'>, fileName: string, bytes: AsyncIterable<Uint8Array>): Promise<Received> {
    const em = this.em.fork();
    const { id } = em.create(CaseImport, { id: v7(), fileName, begunAt: this.clock.now(), begunBy: officer.accountId });
    await em.flush();
    const hash = createHash('sha256');
    try {
      const rows = await this.#keep(id, tableRows(measured(bytes, hash), this.words));
      return await this.#arrived(officer, id, vault().index('import-file', hash.digest('hex')), rows);
    } catch (fault) {
      await em.nativeDelete(CaseImport, { id });
      if (fault instanceof TableRefused) return { refused: fault };
      throw fault;
    }
  }

  /** @returns how many rows were kept */
  async #keep(importId: string, rows: AsyncIterable<TableRow>): Promise<number> {
    let count = 0;
    let batch: TableRow[] = [];
    const write = async (): Promise<void> => {
      const em = this.em.fork();
      for (const { line, cells, tooMany } of batch)
        em.create(ImportRow, {
          id: v7(),
          import: em.getReference(CaseImport, importId),
          line,
          caseHash: caseHash(line, cells.applicationNumber),
          cells: { cells, tooMany },
        });
      await em.flush();
      count += batch.length;
      batch = [];
    };
    for await (const row of rows) {
      batch.push(row);
      if (batch.length === ROWS_AT_ONCE) await write();
    }
    await write();
    return count;
  }

  /** The button was pressed twice, or the table was sent before: what came first stays, and this one goes. */
  async #arrived(officer: Actor<'officer'>, id: string, fileHash: Buffer, rows: number): Promise<Received> {
    const again = await this.em.fork().transactional(async (em) => {
      await em.execute('select pg_advisory_xact_lock(?)', [fileHash.readBigInt64BE().toString()]);
      const before = await em.findOne(CaseImport, { fileHash }, { fields: ['id'] });
      if (before) {
        await em.nativeDelete(CaseImport, { id });
        return before.id;
      }
      const now = this.clock.now();
      (await em.findOneOrFail(CaseImport, { id })).arrive(fileHash, rows, now);
      this.audit.record(em, officer, 'import.uploaded', id, now, { rows });
      return null;
    });
    if (!again) this.jobs.soon();
    return { importId: again ?? id, again: again !== null };
  }
}

/** Rows without a number belong to no other row. */
const caseHash = (line: number, applicationNumber: string): Buffer =>
  vault().index('import-case', normalApplicationNumber(applicationNumber) || `line ${line}`);

async function* measured(bytes: AsyncIterable<Uint8Array>, hash: { update(chunk: Uint8Array): unknown }): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > MAX_IMPORT_BYTES) throw new TableRefused('tooLarge', { megabytes: MAX_IMPORT_BYTES / 1024 / 1024 });
    hash.update(chunk);
    yield chunk;
  }
}
