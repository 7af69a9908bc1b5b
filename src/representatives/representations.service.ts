import { EntityManager, type Loaded, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { familyActing } from '../accounts/family-acting.js';
import { StaffAccountService } from '../accounts/staff-account.service.js';
import { TemporaryPasswords } from '../accounts/temporary-passwords.js';
import { AuditLog } from '../audit/audit-log.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { Outbox } from '../mail/outbox.js';
import { PhotoStore } from '../photos/photo-store.js';
import { type Ending, endingConsents } from './ending-consents.js';
import { type NamingRefusal, whyNotName } from './naming.policy.js';
import { REPRESENTED } from './represented.js';
import { Representation } from './representation.entity.js';
import type { RecordedForm } from './representative.form.js';
import type { EndedFor } from './representative.rules.js';

/** Why a form is not recorded; also names of texts. `changed`: somebody else is in place than the officer's page said. */
export type RecordRefusal = 'applicant' | 'changed' | NamingRefusal;
export type CurrentRepresentation = Loaded<Representation, 'account'>;

export interface Namer {
  readonly person: Loaded<Person, 'caseFile'>;
  /** For whom the form counts; also names of texts. */
  readonly covers: 'principal' | 'agreed' | 'alone';
  readonly whyNot: NamingRefusal | null;
}

/** Who represents the people of a case: an officer records the form, who named the representative ends it (S31, PORTAL.md 2). */
@Injectable()
export class Representations {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: StaffAccountService,
    private readonly passwords: TemporaryPasswords,
    private readonly ownFiles: OwnFiles,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly photos: PhotoStore,
    private readonly clock: Clock,
  ) {}

  /** Who would name a representative, and why they can't where they can't. @throws NotFoundException */
  async namer(personId: string, em: EntityManager = this.em): Promise<Namer> {
    const person = isUuid(personId) ? await em.findOne(Person, { id: personId }, { populate: ['caseFile'] }) : null;
    if (!person) throw new NotFoundException();
    const family = await familyActing(em, person.caseFile.id, this.clock.now());
    const found = family.find((one) => one.person.id === personId);
    if (!found) throw new NotFoundException();
    const covers = person.relation === 'principal' ? 'principal' : found.acting.as === 'principal_with_consent' ? 'agreed' : 'alone';
    return { person, covers, whyNot: whyNotName(person.relation, found.acting, found.hasAccount) };
  }

  /** Whom somebody named, at this moment: each who names has one at a time. */
  current(personId: string, em: EntityManager = this.em): Promise<CurrentRepresentation | null> {
    return em.findOne(Representation, { person: personId, endedAt: null }, { populate: ['account'] });
  }

  /** Those for whom the one who named a representative acts: the same consent opens their files. */
  async othersSeen(personId: string): Promise<Person[]> {
    const rows = await this.em.execute<{ person_id: string }[]>('select person_id from represented_by(?) where person_id <> ?', [
      personId,
      personId,
    ]);
    return this.em.find(Person, { id: { $in: rows.map((row) => row.person_id) } }, { orderBy: { createdAt: 'asc' } });
  }

  /** All those in place on a case. */
  ofCase(caseFileId: string): Promise<CurrentRepresentation[]> {
    return this.em.find(Representation, { caseFile: caseFileId, endedAt: null }, { populate: ['account'] });
  }

  /**
   * Records a form; it takes the place of the one before. Who has no account yet gets one. Everybody concerned is told by mail.
   * @returns null when it is recorded, also by a second press of the same button
   * @throws NotFoundException
   * @throws RefusalPage for the officer's own file or a declared relative's
   */
  async record(officer: Actor<'officer'>, personId: string, recorded: RecordedForm): Promise<RecordRefusal | null> {
    if (!isUuid(personId)) throw new NotFoundException();
    const issued = await this.passwords.make();
    return endingConsents(this.em, this.photos, async (em, ending) => {
      const asked = await em.findOne(Person, { id: personId });
      if (!asked) throw new NotFoundException();
      const caseFile = await lockedCase(em, asked.caseFile.id);
      const caseFileId = caseFile.id;
      await this.ownFiles.refuse(officer, { case: caseFileId }, em);
      const { person, covers, whyNot } = await this.namer(personId, em);
      if (whyNot) return whyNot;
      const former = await this.current(personId, em);
      if (former && isSame(former, recorded)) return null;
      if ((former?.id ?? '') !== recorded.replaces) return 'changed';
      const { form, language, signedOn, receivedOn } = recorded;
      const displayName = `${form.givenNames} ${form.familyName}`.trim();
      const found = await this.accounts.representativeOf(em, officer, { email: form.email, displayName, language }, issued);
      if (!found) return 'applicant';
      const { account, isNew } = found;
      const now = this.clock.now();
      if (former) {
        await ending(former, now);
        await em.flush(); // the database holds that there is one at a time
        this.audit.record(em, officer, 'representative.ended', personId, now, { replaced: true }, caseFileId);
        if (former.account.id !== account.id) this.#tellFormer(em, former, caseFile, now);
      }
      em.create(Representation, { account, caseFile, person, form, signedOn, receivedOn, recordedBy: officer.accountId, since: now });
      this.audit.record(em, officer, 'representative.added', personId, now, { kind: form.kind, representative: account.id }, caseFileId);
      if (!isNew) this.outbox.add(em, 'client-added', account, {}, now); // a new account has a mail of its own
      if (covers === 'agreed') {
        const payload = { ...named(person, caseFile), contact: caseFile.contactAddress };
        this.outbox.add(em, 'representative-added-for-you', person, payload, now);
      } else this.outbox.add(em, 'representative-added', person, named(person, caseFile), now);
      return null;
    });
  }

  /**
   * The applicant ends the consent that their page showed, at any moment, without a reason; both are told. The next request of the
   * representative shows nothing of them any more. Pressed twice it ends once.
   */
  async end(applicant: Actor<'applicant'>, representationId: string): Promise<void> {
    await this.#endCurrent(applicant.personId, representationId, async (em, ending, current, person, caseFile, now) => {
      await ending(current, now);
      this.audit.record(em, applicant, 'representative.ended', person.id, now, { replaced: false }, caseFile.id);
      this.#tellFormer(em, current, caseFile, now);
      this.outbox.add(em, 'representative-ended', person, named(person, caseFile), now);
    });
  }

  /**
   * An officer ends the consent that their page showed, where the client can't or somebody may not represent them; both are told.
   * @returns false when another is in place since, or none
   * @throws RefusalPage for the officer's own file or a declared relative's
   */
  async endFor(officer: Actor<'officer'>, personId: string, representationId: string, reason: EndedFor): Promise<boolean> {
    let ended = false;
    await this.#endCurrent(personId, representationId, async (em, ending, current, person, caseFile, now) => {
      await this.ownFiles.refuse(officer, { case: caseFile.id }, em);
      await ending(current, now);
      this.audit.record(em, officer, 'representative.ended', person.id, now, { replaced: false, reason }, caseFile.id);
      this.#tellFormer(em, current, caseFile, now);
      this.outbox.add(em, TOLD_OF_END[reason], person, named(person, caseFile), now);
      ended = true;
    });
    return ended;
  }

  /** The consent under which a representative sees a client at this moment. @throws NotFoundException */
  async ofClient({ accountId }: Actor<'representative'>, personId: string): Promise<Loaded<Representation, 'caseFile' | 'person'>> {
    if (!isUuid(personId)) throw new NotFoundException();
    const [seen] = await this.em.execute<{ id: string }[]>(
      `select r.id from ${REPRESENTED} where r.account_id = ? and r.ended_at is null and c.person_id = ?`,
      [accountId, personId],
    );
    const found = seen ? await this.em.findOne(Representation, { id: seen.id }, { populate: ['caseFile', 'person'] }) : null;
    if (!found) throw new NotFoundException();
    return found;
  }

  /** The representative gives up the client that their page showed, who is told. Pressed twice it ends once. */
  async giveUp(representative: Actor<'representative'>, personId: string, representationId: string): Promise<void> {
    const { person: namer } = await this.ofClient(representative, personId);
    await this.#endCurrent(namer.id, representationId, async (em, ending, current, person, caseFile, now) => {
      if (current.account.id !== representative.accountId) return;
      await ending(current, now, true);
      this.audit.record(em, representative, 'representative.ended', person.id, now, { replaced: false }, caseFile.id);
      this.outbox.add(em, 'representative-left', person, named(person, caseFile), now);
    });
  }

  /** What ends a consent and what records one take turns; one that is no longer the current one stays as it is. */
  async #endCurrent(
    personId: string,
    representationId: string,
    end: (
      em: EntityManager,
      ending: Ending,
      current: CurrentRepresentation,
      person: Person,
      caseFile: CaseFile,
      now: Date,
    ) => Promise<void>,
  ): Promise<void> {
    const { caseFile: asked } = await this.em.findOneOrFail(Person, { id: personId });
    await endingConsents(this.em, this.photos, async (em, ending) => {
      const caseFile = await lockedCase(em, asked.id);
      const current = await this.current(personId, em);
      const person = caseFile.persons.getItems().find(({ id }) => id === personId);
      if (current?.id === representationId && person) await end(em, ending, current, person, caseFile, this.clock.now());
    });
  }

  #tellFormer(em: EntityManager, { account }: CurrentRepresentation, { applicationNumber }: CaseFile, now: Date): void {
    this.outbox.add(em, 'client-ended', account, { caseNumber: applicationNumber }, now);
  }
}

/** What the client reads when an officer ended the consent. */
const TOLD_OF_END = {
  client: 'representative-ended-for-you',
  representative: 'representative-left',
  not_entitled: 'representative-not-entitled',
} as const satisfies Record<EndedFor, string>;

/** Two forms for one case take turns. */
async function lockedCase(em: EntityManager, id: string): Promise<Loaded<CaseFile, 'persons'>> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
  const caseFile = await em.findOne(CaseFile, { id }, { populate: ['persons'], ...lock });
  if (!caseFile) throw new NotFoundException();
  return caseFile;
}

const named = (person: Person, { applicationNumber }: CaseFile) => ({ name: person.fullName, caseNumber: applicationNumber });

const isSame = (one: Representation, { form, signedOn, receivedOn }: RecordedForm): boolean =>
  one.signedOn === signedOn && one.receivedOn === receivedOn && JSON.stringify(one.form) === JSON.stringify(form);
