import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { AuditLog } from '../audit/audit-log.js';
import type { CaseFile } from '../cases/case-file.entity.js';
import { EmailUses } from '../cases/email-uses.js';
import { caseWithNumber, writeCase, writeMember } from '../cases/open-case.js';
import { dayOf } from '../language/formats.js';
import { differences } from './differences.js';
import { ImportWords } from './import-words.js';
import type { CaseOutcome } from './import-reading.service.js';
import { type CaseToImport, type Mistake, mistake, readCase, type ReadRow } from './row.form.js';

/** Opens one case of a table as the forms would, whole or not at all. */
@Injectable()
export class CaseImporter {
  constructor(
    private readonly words: ImportWords,
    private readonly emailUses: EmailUses,
    private readonly ownFiles: OwnFiles,
    private readonly audit: AuditLog,
  ) {}

  /** In the caller's transaction. Everything is judged before anything is written. */
  async open(em: EntityManager, officer: Actor<'officer'>, importId: string, rows: readonly ReadRow[], now: Date): Promise<CaseOutcome> {
    const read = readCase(rows, this.words, dayOf(now));
    if ('mistakes' in read) return read.mistakes;
    const there = await caseWithNumber(em, read.given.applicationNumber);
    if (there) return this.#compare(em, officer, there, read);
    const refused = await this.#refusedAddresses(em, read);
    if (refused.length > 0) return refused;
    const { caseFile } = writeCase(em, this.audit, officer, read.given, now, importId);
    for (const { given } of read.members) writeMember(em, this.audit, officer, caseFile, given, given.email || read.given.email, now);
    return 'made';
  }

  /** Of a file that is closed to the officer nothing is told but that its number is taken. */
  async #compare(em: EntityManager, officer: Actor<'officer'>, caseFile: CaseFile, read: CaseToImport): Promise<CaseOutcome> {
    const { closed } = await this.ownFiles.behind(officer, { case: caseFile.id }, em);
    const { applicationNumber: number } = caseFile;
    if (closed) return [mistake(read.line, 'applicationNumber', 'admin-cases:refused.numberTaken', { number })];
    const found = differences(caseFile, read);
    return found.length > 0 ? found : 'unchanged';
  }

  /** S2b, S32, as the forms do it. */
  async #refusedAddresses(em: EntityManager, { given, line, members }: CaseToImport): Promise<Mistake[]> {
    const mistakes: Mistake[] = [];
    const addresses = [{ line, email: given.email }, ...members.map((member) => ({ line: member.line, email: member.given.email }))];
    for (const { line: at, email } of addresses) {
      const refusal = email === '' ? null : await this.emailUses.refusalOf(em, email, null);
      if (refusal?.reason === 'representative') mistakes.push(mistake(at, 'email', 'admin-cases:refused.representative'));
      if (refusal?.reason === 'otherCase')
        mistakes.push(mistake(at, 'email', 'admin-cases:refused.otherCase', { number: refusal.applicationNumber }));
    }
    return mistakes;
  }
}
