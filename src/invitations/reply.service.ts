import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { newReference } from '../accounts/credentials.js';
import { AuditLog } from '../audit/audit-log.js';
import { type EmailRefusal, EmailUses } from '../cases/email-uses.js';
import { Clock } from '../clock.js';
import { TransitionRefused } from '../confirmation/transition.js';
import type { Language } from '../language/language.js';
import { Outbox } from '../mail/outbox.js';
import { hashOfToken, newToken } from '../privacy/vault.js';
import { openingOf } from './invitation.policy.js';
import { Reply, type ReplyAnswers } from './reply.entity.js';
import type { ReplyChange } from './reply.form.js';
import { nextReplyPage, type ReplyPage } from './reply.steps.js';

export type Saved = { ok: true; answers: ReplyAnswers } | { ok: false };
export type Sent = { ok: true } | { ok: false; page: ReplyPage };

/** The reply to an invitation: answers saved one by one, then sent once. */
@Injectable()
export class ReplyService {
  constructor(
    private readonly em: EntityManager,
    private readonly emailUses: EmailUses,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Saves the answers of one page. An address that can't be used for this person is refused; why, only the officer learns (S2b). */
  async save(replyId: string, change: ReplyChange): Promise<Saved> {
    return this.em.transactional(
      async (em) => {
        const reply = await this.#locked(em, replyId);
        if (reply.sentAt) throw new TransitionRefused('reply', 'sent', 'change');
        const now = this.clock.now();
        const caseFile = reply.person.caseFile.id;
        const refusal = await this.#emailRefusal(em, reply, change.email);
        if (refusal) {
          reply.change({ emailRefused: refusal.reason });
          const otherCase = refusal.reason === 'otherCase' ? { otherCase: refusal.caseFileId } : {};
          this.audit.record(em, null, 'reply.email_refused', reply.id, now, { reason: refusal.reason, ...otherCase }, caseFile);
          return { ok: false };
        }
        reply.change(change);
        if ('isApplicant' in change && !change.isApplicant)
          this.audit.record(em, null, 'reply.representative_stopped', reply.id, now, {}, caseFile);
        return { ok: true, answers: reply.answers };
      },
      { clear: true },
    );
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
        if (await this.#emailRefusal(em, reply, reply.answers.email)) reply.change({ email: undefined }); // taken since it was given
        const page = nextReplyPage(reply.answers);
        if (page !== 'replyCheck') return { ok: false, page };
        reply.invitation.reply(now);
        reply.send(newReference(now), language, now);
        this.#tell(em, reply, now);
        return { ok: true };
      },
      { clear: true },
    );
  }

  #tell(em: EntityManager, reply: Reply, now: Date): void {
    const { person, answers } = reply;
    const known = { name: person.fullName, caseNumber: person.caseFile.applicationNumber };
    this.outbox.add(em, 'reply-received', person, { ...known, reference: reply.reference ?? '' }, now);
    if (reply.changesEmail) {
      const token = newToken();
      reply.emailTokenHash = hashOfToken(token);
      const other = { email: answers.email ?? '', language: person.caseFile.language };
      this.outbox.add(em, 'email-confirm', other, { name: person.fullName, token }, now);
      this.outbox.add(em, 'email-changed', person, known, now);
    }
    const details = { emailChanged: reply.changesEmail, inCanada: answers.inCanada ?? false, detailsRight: answers.detailsRight ?? false };
    this.audit.record(em, null, 'reply.sent', reply.id, now, details, person.caseFile.id);
  }

  #locked(em: EntityManager, replyId: string): Promise<Reply> {
    return em.findOneOrFail(
      Reply,
      { id: replyId },
      { populate: ['invitation', 'person.caseFile'], lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' },
    );
  }

  /** The address we have was judged when the case was made. */
  async #emailRefusal(em: EntityManager, reply: Reply, email: string | undefined): Promise<EmailRefusal | null> {
    if (email === undefined || email === reply.person.email) return null;
    return this.emailUses.refusalOf(em, email, reply.person.caseFile.id);
  }
}
