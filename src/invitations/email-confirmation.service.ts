import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { keepOwnFiles } from '../access/own-files.js';
import { Account } from '../accounts/account.entity.js';
import { AuditLog } from '../audit/audit-log.js';
import { EmailUses } from '../cases/email-uses.js';
import { Clock } from '../clock.js';
import { hashOfToken } from '../privacy/vault.js';
import { MemberReply } from './member-reply.entity.js';
import { Reply } from './reply.entity.js';

/** `refused`: somebody on another open case, or a representative, uses the address since (S2b). */
export type EmailLink = 'unknown' | 'open' | 'used' | 'refused';

/** A changed address counts only after the link sent to it is opened (PORTAL.md 4). */
@Injectable()
export class EmailConfirmationService {
  constructor(
    private readonly em: EntityManager,
    private readonly emailUses: EmailUses,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async stateOf(token: string): Promise<EmailLink> {
    const where = { emailTokenHash: hashOfToken(token) };
    const reply = await this.em.findOne(Reply, where);
    return reply ? linkOf(reply) : this.#memberLink(this.em, await this.em.findOne(MemberReply, where));
  }

  /** What the link was when it was pressed: `open` means that the address is confirmed now. */
  async confirm(token: string): Promise<EmailLink> {
    return this.em.transactional(
      async (em) => {
        const reply = await em.findOne(
          Reply,
          { emailTokenHash: hashOfToken(token) },
          { populate: ['person'], lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' },
        );
        if (!reply) return this.#confirmMember(em, token);
        const link = linkOf(reply);
        if (link !== 'open') return link;
        const now = this.clock.now();
        reply.confirmEmail(now);
        this.audit.record(em, null, 'reply.email_confirmed', reply.id, now, {}, reply.person.caseFile.id);
        return link;
      },
      { clear: true },
    );
  }

  /** Somebody of the family, whose address on file is the new one from here on. */
  async #confirmMember(em: EntityManager, token: string): Promise<EmailLink> {
    const member = await em.findOne(
      MemberReply,
      { emailTokenHash: hashOfToken(token) },
      { populate: ['person', 'reply'], lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' },
    );
    const link = await this.#memberLink(em, member);
    if (!member || link !== 'open') return link;
    const { person, answers } = member;
    const email = answers.emailSince ?? answers.email ?? person.email;
    if (await this.emailUses.refusalOf(em, email, person.caseFile.id)) return 'refused';
    const now = this.clock.now();
    for (const own of await keepOwnFiles(em, person.emailIndex, now))
      this.audit.record(em, null, 'relative.declared', own.account_id, now, { relation: 'own' }, own.case_file_id);
    member.emailConfirmedAt = now;
    person.confirmEmail(email, now);
    this.audit.record(em, null, 'reply.email_confirmed', member.reply.id, now, {}, person.caseFile.id);
    return link;
  }

  /** Once somebody has an account of their own, its address is changed there. */
  async #memberLink(em: EntityManager, member: MemberReply | null): Promise<EmailLink> {
    return member && (await em.count(Account, { person: member.person })) > 0 ? 'used' : linkOf(member);
  }
}

const linkOf = (reply: Pick<Reply, 'emailConfirmedAt'> | null): EmailLink =>
  !reply ? 'unknown' : reply.emailConfirmedAt ? 'used' : 'open';
