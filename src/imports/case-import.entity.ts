import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

const CaseImportSchema = defineEntity({
  name: 'CaseImport',
  tableName: 'case_import',
  properties: {
    id: id(),
    /** An officer's own word for the file: it may name people. */
    fileName: encrypted<string>('case_import.file_name'),
    /** Of the whole table, keyed: the same table sent again is the same import. Not made anew with another INDEX_KEY: rows are safe by themselves. */
    fileHash: keyedHash().unique().nullable(),
    begunAt: time().index(),
    begunBy: p.uuid(),
    /** When the last of its rows was kept; until then it is no import. */
    arrivedAt: time().nullable(),
    rows: p.integer().default(0),
    rowsRead: p.integer().default(0),
    casesMade: p.integer().default(0),
    casesUnchanged: p.integer().default(0),
    casesRefused: p.integer().default(0),
    finishedAt: time().nullable(),
    /** Who went on with it, once whoever uploaded it could not; its cases are opened in their name. */
    readBy: p.uuid().nullable(),
    /** Since when nobody reads it: the officer who did may open cases no more. */
    stoppedAt: time().nullable(),
    /** When an officer asked for the invitations of its cases, and when the last of them was sent. */
    invitingSince: time().nullable(),
    invitingBy: p.uuid().nullable(),
    invitationsSent: p.integer().default(0),
    invitedAt: time().nullable(),
    /** The same of its invitations. */
    invitingStoppedAt: time().nullable(),
  },
});

/** Many cases in one table, uploaded by an officer and read in the background. */
export class CaseImport extends CaseImportSchema.class {
  arrive(fileHash: Buffer, rows: number, at: Date): void {
    this.fileHash = fileHash;
    this.rows = rows;
    this.arrivedAt = at;
  }

  /** Once more after the last time: what could not be sent then is tried again. */
  askToInvite(officer: Actor<'officer'>, at: Date): void {
    this.invitingSince = at;
    this.invitingBy = officer.accountId;
    this.invitedAt = null;
    this.invitingStoppedAt = null;
  }

  /** It was stopped: the rows that are left are read in this officer's name. */
  resume(officer: Actor<'officer'>): void {
    this.readBy = officer.accountId;
    this.stoppedAt = null;
  }
}
CaseImportSchema.setClass(CaseImport);
