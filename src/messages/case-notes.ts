import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { Account } from '../accounts/account.entity.js';
import { nameOf } from '../accounts/account-name.js';
import { AuditLog } from '../audit/audit-log.js';
import { caseOf } from '../cases/case-of.js';
import { Clock } from '../clock.js';
import { PRESSED_TWICE } from './message.rules.js';
import { CaseNote } from './case-note.entity.js';

/** Notes shown with a case, the newest. */
const NOTES_SHOWN = 100;

/** What officers write down for each other about a case; nobody else ever reads it. */
@Injectable()
export class CaseNotes {
  constructor(
    private readonly em: EntityManager,
    private readonly ownFiles: OwnFiles,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Newest first, each with the name its writer goes by. */
  async of(caseFileId: string): Promise<{ words: string; writtenAt: Date; by: string }[]> {
    const notes = await this.em.find(
      CaseNote,
      { caseFile: caseFileId },
      { orderBy: { writtenAt: 'desc', id: 'desc' }, limit: NOTES_SHOWN },
    );
    const writers = notes.length > 0 ? await this.em.find(Account, { id: { $in: notes.map(({ writtenBy }) => writtenBy) } }) : [];
    const names = new Map(writers.map((writer) => [writer.id, nameOf(writer)]));
    return notes.map(({ words, writtenAt, writtenBy }) => ({ words, writtenAt, by: names.get(writtenBy) ?? '' }));
  }

  /** @throws NotFoundException; RefusalPage for the officer's own file */
  async write(officer: Actor<'officer'>, caseFileId: string, words: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const caseFile = await caseOf(em, caseFileId);
        await this.ownFiles.refuse(officer, { case: caseFileId }, em);
        await em.execute('select pg_advisory_xact_lock(hashtext(?))', [`note ${caseFile.id}`]); // two presses at once take turns
        const last = await em.findOne(CaseNote, { caseFile: caseFileId, writtenBy: officer.accountId }, { orderBy: { writtenAt: 'desc' } });
        if (last?.words === words && now.getTime() - last.writtenAt.getTime() < PRESSED_TWICE) return; // pressed twice
        em.create(CaseNote, { caseFile, words, writtenAt: now, writtenBy: officer.accountId });
        this.audit.record(em, officer, 'note.written', caseFile.id, now, {}, caseFile.id);
      },
      { clear: true },
    );
  }
}
