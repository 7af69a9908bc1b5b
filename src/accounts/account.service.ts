import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { keepOwnFiles } from '../access/own-files.js';
import { AuditLog } from '../audit/audit-log.js';
import { EmailUses } from '../cases/email-uses.js';
import { Clock } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { isUuid, v7 } from '../database/uuid.js';
import { addressOf, repliedOf } from '../invitations/replied.js';
import { Reply } from '../invitations/reply.entity.js';
import { dayOf } from '../language/formats.js';
import { Outbox } from '../mail/outbox.js';
import { normalEmail } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { Account } from './account.entity.js';
import { type AccountRefusal, whyNoAccount } from './account.policy.js';
import { accountReader } from './account-reader.js';
import { ActsFor } from './acts-for.entity.js';
import { newUsername } from './credentials.js';
import { familyActing, letPrincipalAct } from './family-acting.js';
import { confirmAddress, takeOver } from './reply-takeover.js';
import { TemporaryPasswords } from './temporary-passwords.js';

/** Makes the accounts of applicants. Nobody makes their own (S3). */
@Injectable()
export class AccountService {
  constructor(
    private readonly em: EntityManager,
    private readonly passwords: TemporaryPasswords,
    private readonly emailUses: EmailUses,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The account of a person whose reply was sent; a mail brings username, temporary password and its end (S4). What the reply
   * confirmed becomes the person's. The principal applicant's account acts for their family as the policy says; what the reply
   * said of those who get no account becomes theirs with it.
   * @returns null when it was made, else why not
   */
  async createForPerson(officer: Actor<'officer'>, personId: string): Promise<AccountRefusal | null> {
    if (!isUuid(personId)) throw new NotFoundException();
    const issued = await this.passwords.make();
    return this.em.transactional(
      async (em) => {
        const { confirmation, reply } = await findLocked(em, personId);
        const { person } = confirmation;
        const { caseFile } = person;
        const now = this.clock.now();
        const address = reply && addressOf(reply, person);
        const email = address?.email ?? person.email;
        const family = await familyActing(em, caseFile.id, now);
        const own = family.find((one) => one.person.id === personId);
        const refusal = whyNoAccount({
          isChild: own?.acting.account === 'never',
          hasAccount: own?.hasAccount ?? false,
          suspended: Boolean(confirmation.suspendedAt),
          reply: reply && { sentAt: reply.sentAt, emailConfirmedAt: address?.emailConfirmedAt },
          emailRefusal: await this.emailUses.refusalOf(em, email, caseFile.id),
        });
        if (refusal || !reply) return refusal;
        const account = em.create(Account, {
          id: v7(),
          kind: 'applicant',
          person,
          username: newUsername(),
          email,
          emailIndex: vault().index('email', normalEmail(email)),
          language: caseFile.language,
          createdAt: now,
          createdBy: officer.accountId,
        });
        em.create(ActsFor, { account, person, relation: 'self', since: now });
        const member = reply.members.getItems().find((one) => one.person.id === personId);
        if (member) member.awaitsAccount = false;
        // the principal applicant's account took the answers over for the whole family: what was said since counts
        const taken = family.some((one) => one.person.id === reply.person.id && one.hasAccount);
        await this.#takeOver(em, confirmation, reply, taken, now);
        if (person.id === reply.person.id) {
          for (const other of family.filter((one) => one.person.id !== personId && !one.hasAccount))
            await this.#takeOver(em, await em.findOneOrFail(Confirmation, { person: other.person }, LOCKED), reply, false, now);
          await letPrincipalAct(em, account, caseFile.id, now);
          reply.close();
        }
        if (!reply.readAt) reply.markRead(officer, now);
        this.outbox.add(em, 'temporary-password', await accountReader(em, account), this.passwords.issue(account, issued, now), now);
        this.audit.record(em, officer, 'account.created', account.id, now, { person: person.id }, caseFile.id);
        return null;
      },
      { clear: true },
    );
  }

  async #takeOver(em: EntityManager, confirmation: Confirmation, reply: Reply, taken: boolean, now: Date): Promise<void> {
    const { person } = confirmation;
    for (const own of await keepOwnFiles(em, person.emailIndex, now))
      this.audit.record(em, null, 'relative.declared', own.account_id, now, { relation: 'own' }, own.case_file_id);
    confirmAddress(person, addressOf(reply, person));
    if (!taken) takeOver(confirmation, repliedOf(reply, person), dayOf(now));
  }
}

const LOCKED = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;

async function findLocked(em: EntityManager, personId: string): Promise<{ confirmation: Confirmation; reply: Reply | null }> {
  const confirmation = await em.findOne(Confirmation, { person: personId }, { populate: ['person.caseFile'], ...LOCKED });
  if (!confirmation) throw new NotFoundException();
  // the principal applicant's reply answers for everybody; its lock lets two accounts of a family be made one after the other
  const where = { invitation: { caseFile: confirmation.person.caseFile.id }, sentAt: { $ne: null } };
  const reply = await em.findOne(Reply, where, { populate: ['invitation', 'person.caseFile.persons', 'members'], ...LOCKED });
  return { confirmation, reply: reply as Reply | null };
}
