import { EntityManager, type Loaded, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { StaffAccountService } from '../accounts/staff-account.service.js';
import { TemporaryPasswords } from '../accounts/temporary-passwords.js';
import { AuditLog } from '../audit/audit-log.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { caseOf } from '../cases/case-of.js';
import { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { Outbox } from '../mail/outbox.js';
import { REPRESENTED } from './represented.js';
import { Representation } from './representation.entity.js';
import type { RecordedForm } from './representative.form.js';

/** Why a form is not recorded; also names of texts. `changed`: somebody else is in place than the officer's page said. */
export type RecordRefusal = 'applicant' | 'changed';
export type CurrentRepresentation = Loaded<Representation, 'account'>;

/** Who represents the applicant of a case: an officer records the form, the applicant ends it (S31, PORTAL.md 2). */
@Injectable()
export class Representations {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: StaffAccountService,
    private readonly passwords: TemporaryPasswords,
    private readonly ownFiles: OwnFiles,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundException */
  async applicationNumberOf(caseFileId: string): Promise<string> {
    return (await caseOf(this.em, caseFileId)).applicationNumber;
  }

  /** The one in place at this moment: an application has one at a time. */
  current(caseFileId: string, em: EntityManager = this.em): Promise<CurrentRepresentation | null> {
    return em.findOne(Representation, { caseFile: caseFileId, endedAt: null }, { populate: ['account'] });
  }

  /** Whom this applicant named: the principal applicant signs the form, and nobody else on the case. */
  async ofApplicant(applicant: Actor<'applicant'>): Promise<CurrentRepresentation | null> {
    const caseFileId = await this.#representedCaseOf(applicant);
    return caseFileId ? this.current(caseFileId) : null;
  }

  /**
   * Records a form; it takes the place of the one before. Who has no account yet gets one. Everybody concerned is told by mail.
   * @returns null when it is recorded, also by a second press of the same button
   * @throws NotFoundException
   * @throws RefusalPage for the officer's own file or a declared relative's
   */
  async record(officer: Actor<'officer'>, caseFileId: string, recorded: RecordedForm): Promise<RecordRefusal | null> {
    if (!isUuid(caseFileId)) throw new NotFoundException();
    const issued = await this.passwords.make();
    return this.em.transactional(
      async (em) => {
        const caseFile = await lockedCase(em, caseFileId);
        await this.ownFiles.refuse(officer, { case: caseFileId }, em);
        const former = await this.current(caseFileId, em);
        if (former && isSame(former, recorded)) return null;
        if ((former?.id ?? '') !== recorded.replaces) return 'changed';
        const { form, language, signedOn, receivedOn } = recorded;
        const displayName = `${form.givenNames} ${form.familyName}`.trim();
        const found = await this.accounts.representativeOf(em, officer, { email: form.email, displayName, language }, issued);
        if (!found) return 'applicant';
        const { account, isNew } = found;
        const now = this.clock.now();
        if (former) {
          former.end(now);
          await em.flush(); // the database holds that there is one at a time
          this.audit.record(em, officer, 'representative.ended', caseFileId, now, { replaced: true }, caseFileId);
          if (former.account.id !== account.id) this.#tellFormer(em, former, caseFile, now);
        }
        em.create(Representation, { account, caseFile, form, signedOn, receivedOn, recordedBy: officer.accountId, since: now });
        this.audit.record(
          em,
          officer,
          'representative.added',
          caseFileId,
          now,
          { kind: form.kind, representative: account.id },
          caseFileId,
        );
        if (!isNew) this.outbox.add(em, 'client-added', account, {}, now); // a new account has a mail of its own
        const applicant = principalOf(caseFile);
        this.outbox.add(em, 'representative-added', applicant, named(applicant, caseFile), now);
        return null;
      },
      { clear: true },
    );
  }

  /**
   * The applicant ends the consent that their page showed, at any moment, without a reason; both are told. The next request of the
   * representative shows nothing of the case any more. Pressed twice it ends once.
   */
  async end(applicant: Actor<'applicant'>, representationId: string): Promise<void> {
    const caseFileId = await this.#representedCaseOf(applicant);
    if (!caseFileId) return;
    await this.em.transactional(
      async (em) => {
        const caseFile = await lockedCase(em, caseFileId);
        const current = await this.current(caseFileId, em);
        if (current?.id !== representationId) return;
        const now = this.clock.now();
        current.end(now);
        this.audit.record(em, applicant, 'representative.ended', caseFileId, now, { replaced: false }, caseFileId);
        this.#tellFormer(em, current, caseFile, now);
        const person = principalOf(caseFile);
        this.outbox.add(em, 'representative-ended', person, named(person, caseFile), now);
      },
      { clear: true },
    );
  }

  /** The client's consent under which a representative acts at this moment. @throws NotFoundException */
  async ofClient({ accountId }: Actor<'representative'>, personId: string): Promise<Loaded<Representation, 'caseFile'>> {
    if (!isUuid(personId)) throw new NotFoundException();
    const [person] = await this.em.execute<{ case_file_id: string }[]>(
      `select p.case_file_id from person p where p.id = ? and ${REPRESENTED}`,
      [personId],
    );
    const consent = { account: accountId, endedAt: null, caseFile: person?.case_file_id ?? '' };
    const found = person ? await this.em.findOne(Representation, consent, { populate: ['caseFile'] }) : null;
    if (!found) throw new NotFoundException();
    return found;
  }

  /** The representative gives up the client that their page showed; the applicant is told. Pressed twice it ends once. */
  async giveUp(representative: Actor<'representative'>, personId: string, representationId: string): Promise<void> {
    const { caseFile: asked } = await this.ofClient(representative, personId);
    await this.em.transactional(
      async (em) => {
        const caseFile = await lockedCase(em, asked.id);
        const current = await this.current(asked.id, em);
        if (current?.id !== representationId || current.account.id !== representative.accountId) return;
        const now = this.clock.now();
        current.end(now, true);
        this.audit.record(em, representative, 'representative.ended', asked.id, now, { replaced: false }, asked.id);
        const person = principalOf(caseFile);
        this.outbox.add(em, 'representative-left', person, named(person, caseFile), now);
      },
      { clear: true },
    );
  }

  #tellFormer(em: EntityManager, { account }: CurrentRepresentation, { applicationNumber }: CaseFile, now: Date): void {
    this.outbox.add(em, 'client-ended', account, { caseNumber: applicationNumber }, now);
  }

  /** The form is the principal applicant's: other adults of the family name their own, and neither read nor end it (PORTAL.md 2). */
  async #representedCaseOf({ personId }: Actor<'applicant'>): Promise<string | null> {
    const { relation, caseFile } = await this.em.findOneOrFail(Person, { id: personId });
    return relation === 'principal' ? caseFile.id : null;
  }
}

/** Two forms for one case take turns. */
async function lockedCase(em: EntityManager, id: string): Promise<Loaded<CaseFile, 'persons'>> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
  const caseFile = await em.findOne(CaseFile, { id }, { populate: ['persons'], ...lock });
  if (!caseFile) throw new NotFoundException();
  return caseFile;
}

function principalOf(caseFile: Loaded<CaseFile, 'persons'>): Person {
  const principal = caseFile.persons.getItems().find(({ relation }) => relation === 'principal');
  if (!principal) throw new Error('a case has a principal applicant');
  return principal;
}

const named = (person: Person, { applicationNumber }: CaseFile) => ({ name: person.fullName, caseNumber: applicationNumber });

const isSame = (one: Representation, { form, signedOn, receivedOn }: RecordedForm): boolean =>
  one.signedOn === signedOn && one.receivedOn === receivedOn && JSON.stringify(one.form) === JSON.stringify(form);
