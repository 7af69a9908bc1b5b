import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import type { IdentityCheck } from '../accounts/identity-check.js';
import { AuditLog } from '../audit/audit-log.js';
import { EmailUses } from '../cases/email-uses.js';
import { familyRole } from '../cases/family-role.js';
import type { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { dayOf } from '../language/formats.js';
import { Outbox } from '../mail/outbox.js';
import { normalEmail } from '../privacy/normalise.js';
import type { MemberReply } from './member-reply.entity.js';
import { addressOf, repliedOf } from './replied.js';
import { Reply } from './reply.entity.js';
import { ReplyMails } from './reply-mails.js';

/** Why another address is not taken; also names of texts. */
export type ReplyAddressRefusal = 'sameAddress' | 'representative' | 'otherCase';

/** What the reply holds of one person's address: of the principal applicant itself, of others their part. */
type Holder = Pick<Reply | MemberReply, 'emailTokenHash' | 'emailConfirmedAt'>;

interface Found {
  readonly reply: Reply;
  readonly person: Person;
  readonly holder: Reply | MemberReply;
}

/** A mark of a link that was mailed, for the button that sends it again: a second press sends nothing. Empty when none waits. */
export const linkMark = ({ emailTokenHash, emailConfirmedAt }: Holder): string =>
  emailTokenHash && !emailConfirmedAt ? Buffer.from(emailTokenHash).toString('hex').slice(0, 8) : '';

/** The part of a reply that holds somebody's address. */
export const holderOf = (reply: Reply, personId: string): Reply | MemberReply | null =>
  reply.person.id === personId ? reply : (reply.members.getItems().find(({ person }) => person.id === personId) ?? null);

/** The address of somebody who has replied and has no account yet: nobody is lost to a mistyped one (PORTAL.md 6.9). */
@Injectable()
export class ReplyAddresses {
  constructor(
    private readonly em: EntityManager,
    private readonly emailUses: EmailUses,
    private readonly mails: ReplyMails,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Who it is, and the address that counts or waits to be confirmed. @throws NotFoundException for who has an account, or can have none */
  async of(personId: string): Promise<{ person: Person; email: string }> {
    const { reply, person } = await this.#find(this.em, personId);
    return { person, email: addressOf(reply, person).email };
  }

  /** The link once more, to the same address; the former one is dead. @param shown the mark of the link that the officer saw */
  async sendAgain(officer: Actor<'officer'>, personId: string, shown: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const { reply, person, holder } = await this.#find(em, personId, true);
        const mark = linkMark(holder);
        if (mark === '' || mark !== shown) return;
        const now = this.clock.now();
        this.mails.link(em, reply, holder, repliedOf(reply, person).email, person.fullName, now);
        this.audit.record(em, officer, 'reply.email_link_sent', person.id, now, {}, person.caseFile.id);
      },
      { clear: true },
    );
  }

  /**
   * Another address, given to an officer who has checked who asks: it counts once the link sent to it is opened, as in the reply. Links
   * mailed before are dead, and the address on file is told.
   */
  async give(officer: Actor<'officer'>, personId: string, email: string, check: IdentityCheck): Promise<ReplyAddressRefusal | null> {
    return this.em.transactional(
      async (em) => {
        const { reply, person, holder } = await this.#find(em, personId, true);
        if (normalEmail(addressOf(reply, person).email) === normalEmail(email)) return 'sameAddress';
        const { applicationNumber: caseNumber, id: caseId, language } = person.caseFile;
        const refusal = await this.emailUses.refusalOf(em, email, caseId);
        if (refusal) return refusal.reason;
        const now = this.clock.now();
        holder.change({ emailSince: email });
        holder.emailConfirmedAt = null;
        this.mails.link(em, reply, holder, email, person.fullName, now);
        if (normalEmail(person.email) !== normalEmail(email))
          this.outbox.add(em, 'email-changed', { email: person.email, language, person }, { name: person.fullName, caseNumber }, now);
        this.audit.record(em, officer, 'reply.email_given', person.id, now, { check }, caseId);
        return null;
      },
      { clear: true },
    );
  }

  async #find(em: EntityManager, personId: string, locked = false): Promise<Found> {
    if (!isUuid(personId)) throw new NotFoundException();
    const reply = (await em.findOne(
      Reply,
      { invitation: { caseFile: { persons: personId } }, sentAt: { $ne: null } },
      {
        populate: ['invitation', 'person.caseFile.persons', 'members'],
        strategy: 'select-in',
        ...(locked ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {}),
      },
    )) as Reply | null;
    const person = reply?.person.caseFile.persons.getItems().find(({ id }) => id === personId);
    const holder = reply && holderOf(reply, personId);
    if (!reply || !person || !holder || (await em.count(Account, { person: personId })) > 0) throw new NotFoundException();
    const today = dayOf(this.clock.now());
    if (familyRole(person.relation, person.facts.dateOfBirth, person.caseFile.appliedOn, today) === 'child') throw new NotFoundException();
    return { reply, person, holder };
  }
}
