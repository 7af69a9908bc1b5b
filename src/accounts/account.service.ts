import { EntityManager, type Loaded, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { keepOwnFiles } from '../access/own-files.js';
import { AuditLog } from '../audit/audit-log.js';
import { EmailUses } from '../cases/email-uses.js';
import { Clock } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { isUuid, v7 } from '../database/uuid.js';
import { Reply } from '../invitations/reply.entity.js';
import { Outbox } from '../mail/outbox.js';
import { normalEmail } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { Account } from './account.entity.js';
import { type AccountRefusal, whyNoAccount } from './account.policy.js';
import { ActsFor } from './acts-for.entity.js';
import { newUsername } from './credentials.js';
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
   * confirmed becomes the person's (S2a), and somebody who is not in Canada yet is on hold until they are back (S2c).
   * @returns null when it was made, else why not
   */
  async createForPerson(officer: Actor<'officer'>, personId: string): Promise<AccountRefusal | null> {
    if (!isUuid(personId)) throw new NotFoundException();
    const issued = await this.passwords.make();
    return this.em.transactional(
      async (em) => {
        const { confirmation, reply } = await findLocked(em, personId);
        const { person } = confirmation;
        const email = reply?.answers.email ?? person.email;
        const refusal = whyNoAccount({
          hasAccount: (await em.count(Account, { person: personId })) > 0,
          suspended: Boolean(confirmation.suspendedAt),
          reply,
          emailRefusal: await this.emailUses.refusalOf(em, email, person.caseFile.id),
        });
        if (refusal || !reply) return refusal;
        const now = this.clock.now();
        for (const own of await keepOwnFiles(em, confirmation.person.emailIndex, now))
          this.audit.record(em, null, 'relative.declared', own.account_id, now, { relation: 'own' }, own.case_file_id);
        takeOver(confirmation, reply);
        const account = em.create(Account, {
          id: v7(),
          kind: 'applicant',
          person,
          username: newUsername(),
          email,
          emailIndex: vault().index('email', normalEmail(email)),
          language: person.caseFile.language,
          createdAt: now,
          createdBy: officer.accountId,
        });
        em.create(ActsFor, { account, person, relation: 'self', since: now });
        if (!reply.readAt) reply.markRead(officer, now);
        reply.invitation.close();
        this.outbox.add(em, 'temporary-password', person, this.passwords.issue(account, issued, now), now);
        this.audit.record(em, officer, 'account.created', account.id, now, { person: person.id }, person.caseFile.id);
        return null;
      },
      { clear: true },
    );
  }
}

async function findLocked(
  em: EntityManager,
  personId: string,
): Promise<{ confirmation: Confirmation; reply: Loaded<Reply, 'invitation'> | null }> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
  const confirmation = await em.findOne(Confirmation, { person: personId }, { populate: ['person.caseFile'], ...lock });
  if (!confirmation) throw new NotFoundException();
  return {
    confirmation,
    reply: await em.findOne(Reply, { person: personId, sentAt: { $ne: null } }, { populate: ['invitation'], ...lock }),
  };
}

function takeOver(confirmation: Confirmation, { answers, emailConfirmedAt }: Reply): void {
  const { person } = confirmation;
  if (emailConfirmedAt) person.confirmEmail(answers.email ?? person.email, emailConfirmedAt);
  if (answers.eyeColour && answers.heightCm) person.appearance = { eyeColour: answers.eyeColour, heightCm: answers.heightCm };
  if (answers.inCanada === false && answers.returnOn && answers.country) confirmation.goAbroad(answers.returnOn, answers.country);
}
