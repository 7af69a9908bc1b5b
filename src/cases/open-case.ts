import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../access/actor.js';
import type { AuditLog } from '../audit/audit-log.js';
import { v7 } from '../database/uuid.js';
import { Invitation } from '../invitations/invitation.entity.js';
import { normalApplicationNumber } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { addPerson } from './add-person.js';
import { CaseFile } from './case-file.entity.js';
import type { NewCase } from './case.service.js';
import type { Person } from './person.entity.js';
import type { NewMember } from './person.form.js';

/** The case that has this number, with its persons. Of two who open one at once, the second waits here for the first. */
export async function caseWithNumber(em: EntityManager, applicationNumber: string): Promise<CaseFile | null> {
  const applicationNumberIndex = indexOf(applicationNumber);
  await em.execute('select pg_advisory_xact_lock(?)', [applicationNumberIndex.readBigInt64BE().toString()]);
  return em.findOne(CaseFile, { applicationNumberIndex }, { populate: ['persons'] });
}

/** Writes a case that was judged: its principal applicant, an invitation that is not sent yet, and the event. */
export function writeCase(
  em: EntityManager,
  audit: AuditLog,
  officer: Actor<'officer'>,
  given: NewCase,
  now: Date,
  importId: string | null = null,
): { caseFile: CaseFile; person: Person } {
  const caseFile = em.create(CaseFile, {
    id: v7(),
    applicationNumber: normalApplicationNumber(given.applicationNumber),
    applicationNumberIndex: indexOf(given.applicationNumber),
    contactAddress: given.contactAddress,
    language: given.language,
    appliedOn: given.appliedOn,
    createdAt: now,
    createdBy: officer.accountId,
    importId,
  });
  const person = addPerson(em, caseFile, 'principal', given, now);
  em.create(Invitation, { caseFile });
  audit.record(em, officer, 'case.created', caseFile.id, now, importId ? { import: importId } : {}, caseFile.id);
  return { caseFile, person };
}

/** Writes somebody else of the family, who was judged, and the event. Without an address of their own they have the principal applicant's. */
export function writeMember(
  em: EntityManager,
  audit: AuditLog,
  officer: Actor<'officer'>,
  caseFile: CaseFile,
  { relation, facts }: NewMember,
  email: string,
  now: Date,
): void {
  const person = addPerson(em, caseFile, relation, { facts, email }, now);
  audit.record(em, officer, 'person.added', person.id, now, { relation }, caseFile.id);
}

const indexOf = (applicationNumber: string): Buffer => vault().index('application-number', normalApplicationNumber(applicationNumber));
