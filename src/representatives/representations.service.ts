import { EntityManager, type Loaded } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { familyActing } from '../accounts/family-acting.js';
import { StaffAccountService } from '../accounts/staff-account.service.js';
import { TemporaryPasswords } from '../accounts/temporary-passwords.js';
import { AuditLog } from '../audit/audit-log.js';
import { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { aboutPerson } from '../mail/about-person.js';
import { Outbox } from '../mail/outbox.js';
import { PhotoStore } from '../photos/photo-store.js';
import { endingConsents, lockedCase } from './ending-consents.js';
import { type NamingRefusal, whyNotName } from './naming.policy.js';
import { REPRESENTED } from './represented.js';
import { Representation } from './representation.entity.js';
import type { RecordedForm } from './representative.form.js';

/** Why a form is not recorded; also names of texts. `changed`: somebody else is in place than the officer's page said. */
export type RecordRefusal = 'applicant' | 'changed' | NamingRefusal;
export type CurrentRepresentation = Loaded<Representation, 'account'>;

export interface Namer {
  readonly person: Loaded<Person, 'caseFile'>;
  /** For whom the form counts; also names of texts. */
  readonly covers: 'principal' | 'agreed' | 'alone';
  readonly whyNot: NamingRefusal | null;
}

/** Who represents the people of a case: an officer records the form (S31, PORTAL.md 2). */
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
    return this.em.find(Person, { id: { $in: rows.map((row) => row.person_id) } }, { orderBy: { createdAt: 'asc', id: 'asc' } });
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
        if (former.account.id !== account.id)
          this.outbox.add(em, 'client-ended', former.account, { caseNumber: caseFile.applicationNumber }, now);
      }
      em.create(Representation, { account, caseFile, person, form, signedOn, receivedOn, recordedBy: officer.accountId, since: now });
      this.audit.record(em, officer, 'representative.added', personId, now, { kind: form.kind, representative: account.id }, caseFileId);
      if (!isNew) this.outbox.add(em, 'client-added', account, {}, now); // a new account has a mail of its own
      if (covers === 'agreed') {
        const payload = { ...aboutPerson(person), contact: caseFile.contactAddress };
        this.outbox.add(em, 'representative-added-for-you', person, payload, now);
      } else this.outbox.add(em, 'representative-added', person, aboutPerson(person), now);
      return null;
    });
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
}

const isSame = (one: Representation, { form, signedOn, receivedOn }: RecordedForm): boolean =>
  one.signedOn === signedOn && one.receivedOn === receivedOn && JSON.stringify(one.form) === JSON.stringify(form);
