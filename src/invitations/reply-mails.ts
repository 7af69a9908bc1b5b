import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Person } from '../cases/person.entity.js';
import { normalEmail } from '../privacy/normalise.js';
import { Outbox } from '../mail/outbox.js';
import { hashOfToken, newToken } from '../privacy/vault.js';
import type { MemberReply } from './member-reply.entity.js';
import { repliedOf } from './replied.js';
import { aboutPerson } from '../mail/about-person.js';
import type { Reply } from './reply.entity.js';

/** What goes out when a reply is sent. */
@Injectable()
export class ReplyMails {
  constructor(private readonly outbox: Outbox) {}

  /** The receipt; for each other address a link to it, and a word to the address we have (PORTAL.md 4). */
  tell(em: EntityManager, reply: Reply, now: Date): void {
    const { person, answers } = reply;
    const known = aboutPerson(person);
    this.outbox.add(em, 'reply-received', person, { ...known, reference: reply.reference ?? '' }, now);
    if (reply.changesEmail) {
      this.link(em, reply, reply, answers.email ?? '', person.fullName, now);
      this.outbox.add(em, 'email-changed', person, known, now);
    }
    for (const member of reply.members) this.#member(em, reply, member, now);
  }

  /** The reply says that somebody is away whose form on paper counted until now. */
  tellOutlived(em: EntityManager, person: Person, now: Date): void {
    this.outbox.add(em, 'declaration-withdrawn', person, aboutPerson(person), now);
  }

  /** An address we have is confirmed by the reply; the principal applicant's counts once theirs does. */
  #member(em: EntityManager, reply: Reply, member: MemberReply, now: Date): void {
    const { person, email, emailChanged } = repliedOf(reply, member.person);
    const principal = repliedOf(reply, reply.person).email;
    if (!emailChanged) member.emailConfirmedAt = now;
    else if (normalEmail(email) !== normalEmail(principal)) this.link(em, reply, member, email, person.fullName, now);
    if (!emailChanged || normalEmail(person.email) === normalEmail(reply.person.email)) return;
    const { applicationNumber, language } = reply.person.caseFile;
    const to = { email: person.email, language, person };
    this.outbox.add(em, 'email-changed', to, { name: person.fullName, caseNumber: applicationNumber }, now);
  }

  /** A link to an address that counts once it is opened; the one before is dead. @param holder what keeps it of the reply */
  link(em: EntityManager, reply: Reply, holder: Reply | MemberReply, email: string, name: string, now: Date): void {
    const token = newToken();
    this.outbox.add(em, 'email-confirm', { email, language: reply.person.caseFile.language, person: holder.person }, { name, token }, now);
    holder.emailTokenHash = hashOfToken(token);
    holder.emailLinkSentAt = now;
  }
}
