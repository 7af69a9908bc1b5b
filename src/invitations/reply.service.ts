import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { newReference } from '../accounts/credentials.js';
import { AuditLog } from '../audit/audit-log.js';
import { type EmailRefusal, EmailUses } from '../cases/email-uses.js';
import { Clock } from '../clock.js';
import { outlivePapers } from '../confirmation/paper/outlived-papers.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { dayOf } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { nextPlace, type ReplyPlace } from './family.steps.js';
import { awaitsAccount, familySoFar } from './family-so-far.js';
import { openingOf } from './invitation.policy.js';
import type { MemberChange } from './member-reply.entity.js';
import { MemberReply } from './member-reply.entity.js';
import { memberAnswers } from './replied.js';
import { Reply } from './reply.entity.js';
import type { ReplyChange } from './reply.form.js';
import { ReplyMails } from './reply-mails.js';

/** Saved, and where the person goes on; or refused, for the address. */
export type Saved = { ok: true; next: ReplyPlace; isApplicant: boolean } | { ok: false };
export type Sent = { ok: true } | { ok: false; place: ReplyPlace };

/** The reply to an invitation: answers saved one by one, then sent once. */
@Injectable()
export class ReplyService {
  constructor(
    private readonly em: EntityManager,
    private readonly emailUses: EmailUses,
    private readonly mails: ReplyMails,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Saves the answers of one page. An address that can't be used for this person is refused; why, only the officer learns (S2b). */
  save(replyId: string, change: ReplyChange): Promise<Saved> {
    return this.#change(replyId, change.email, (em, reply, refusal) => {
      if (refusal) return reply.change({ emailRefused: refusal.reason });
      reply.change(change);
      if ('isApplicant' in change && !change.isApplicant)
        this.audit.record(em, null, 'reply.representative_stopped', reply.id, this.clock.now(), {}, reply.person.caseFile.id);
    });
  }

  /** The same for a page about somebody of the family, who is on the case (ReplyVisits). */
  saveMember(replyId: string, personId: string, change: MemberChange): Promise<Saved> {
    return this.#change(replyId, change.email, (em, reply, refusal) => {
      const person = reply.person.caseFile.persons.getItems().find(({ id }) => id === personId);
      if (!person) throw new TransitionRefused('reply', 'not on the case', 'change');
      const known = reply.members.getItems().find((one) => one.person.id === personId);
      const member = known ?? em.create(MemberReply, { reply, person, answers: {} });
      member.change(refusal ? { emailRefused: refusal.reason } : change);
    });
  }

  /**
   * Sends the reply: once, however often the button is pressed. Both addresses are told when another one was given; that one
   * counts only after the link sent to it is opened (PORTAL.md 4).
   */
  async send(replyId: string, language: Language): Promise<Sent> {
    return this.em.transactional(
      async (em) => {
        const reply = await this.#locked(em, replyId);
        if (reply.sentAt) return { ok: true };
        const now = this.clock.now();
        if (openingOf(reply.invitation, now) !== 'open') throw new TransitionRefused('invitation', reply.invitation.state, 'reply');
        await this.#dropTakenAddresses(em, reply);
        const place = nextPlace(reply.answers, familySoFar(reply, dayOf(now)));
        if (place.page !== 'replyCheck') return { ok: false, place };
        reply.invitation.reply(now);
        reply.send(newReference(now), language, now);
        for (const member of reply.members) member.awaitsAccount = awaitsAccount(member.person, dayOf(now));
        this.mails.tell(em, reply, now);
        const { inCanada = false, detailsRight = false } = reply.answers;
        const details = { emailChanged: reply.changesEmail, inCanada, detailsRight };
        this.audit.record(em, null, 'reply.sent', reply.id, now, details, reply.person.caseFile.id);
        for (const { person, suspendedAt } of await outlivePapers(em, reply, now)) {
          this.audit.record(em, null, 'presence.paper_outlived', person.id, now, {}, person.caseFile.id);
          if (!suspendedAt) this.mails.tellOutlived(em, person, now); // PORTAL.md 6.19
        }
        return { ok: true };
      },
      { clear: true },
    );
  }

  async #change(
    replyId: string,
    email: string | undefined,
    apply: (em: EntityManager, reply: Reply, refusal: EmailRefusal | null) => void,
  ): Promise<Saved> {
    return this.em.transactional(
      async (em) => {
        const reply = await this.#locked(em, replyId);
        if (reply.sentAt) throw new TransitionRefused('reply', 'sent', 'change');
        const now = this.clock.now();
        const refusal = await this.#emailRefusal(em, reply, email);
        apply(em, reply, refusal);
        if (refusal) {
          const otherCase = refusal.reason === 'otherCase' ? { otherCase: refusal.caseFileId } : {};
          const details = { reason: refusal.reason, ...otherCase };
          this.audit.record(em, null, 'reply.email_refused', reply.id, now, details, reply.person.caseFile.id);
          return { ok: false };
        }
        const next = nextPlace(reply.answers, familySoFar(reply, dayOf(now)));
        return { ok: true, next, isApplicant: reply.answers.isApplicant ?? false };
      },
      { clear: true },
    );
  }

  /** An address that somebody else took since it was given is asked for again. */
  async #dropTakenAddresses(em: EntityManager, reply: Reply): Promise<void> {
    if (await this.#emailRefusal(em, reply, reply.answers.email)) reply.change({ email: undefined });
    for (const member of reply.members)
      if (await this.#emailRefusal(em, reply, memberAnswers(reply, member.person.id).email))
        member.change({ email: undefined, emailFrom: undefined });
  }

  #locked(em: EntityManager, replyId: string): Promise<Reply> {
    return em.findOneOrFail(
      Reply,
      { id: replyId },
      {
        populate: ['invitation', 'person.caseFile.persons', 'members'],
        lockMode: LockMode.PESSIMISTIC_WRITE,
        strategy: 'select-in',
      },
    ) as Promise<Reply>;
  }

  /** The address we have was judged when the case was made. */
  async #emailRefusal(em: EntityManager, reply: Reply, email: string | undefined): Promise<EmailRefusal | null> {
    if (email === undefined || email === reply.person.email) return null;
    return this.emailUses.refusalOf(em, email, reply.person.caseFile.id);
  }
}
