import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { EmailUses } from '../cases/email-uses.js';
import type { Person } from '../cases/person.entity.js';
import { after, DAY, HOUR } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { inPages } from '../database/in-pages.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { Outbox } from '../mail/outbox.js';
import { hashOfToken, newToken } from '../privacy/vault.js';
import { Invitation } from './invitation.entity.js';
import { InvitationLink } from './invitation-link.entity.js';
import { REMINDER_DAYS, remindersDue } from './invitation.rules.js';

/** Invitations in one look at the list. */
const BATCH = 50;

/** What becomes of an invitation that nobody answers: two reminders, then its end (PORTAL.md 3). */
@Injectable()
export class InvitationFollowUp implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: TimedJobs,
    private readonly emailUses: EmailUses,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.jobs.register('invitations.follow', HOUR, async (now, signal) => {
      await this.remind(now, signal);
      await this.expire(now, signal);
    });
  }

  /** Who was sent one and has not answered; after a pause of the portal one mail stands for all that were missed. @returns how many were reminded */
  remind(now: Date, signal?: AbortSignal): Promise<number> {
    const late = REMINDER_DAYS.map((days, reminders) => ({ reminders, sentAt: { $lte: after(now, -days * DAY) } }));
    return this.#each({ state: 'sent', endsAt: { $gt: now }, $or: late }, signal, async (em, invitation) => {
      invitation.reminders = remindersDue(invitation.sentAt ?? now, now);
      const principal = invitation.caseFile.persons.find(({ relation }) => relation === 'principal');
      if (!principal || (await this.#getsNoMail(em, principal))) return false;
      const token = newToken();
      em.create(InvitationLink, { invitation, tokenHash: hashOfToken(token), madeAt: now });
      const { id, applicationNumber, contactAddress } = invitation.caseFile;
      this.audit.record(em, null, 'invitation.reminded', invitation.id, now, { number: invitation.reminders }, id);
      const endsAt = (invitation.endsAt ?? now).toISOString();
      const payload = { name: principal.fullName, caseNumber: applicationNumber, contact: contactAddress, token, endsAt };
      this.outbox.add(em, 'invitation-reminder', principal, payload, now);
      return true;
    });
  }

  /** The link says so by itself from that moment on; officers find the case among those whose invitation expired. @returns how many ended */
  expire(now: Date, signal?: AbortSignal): Promise<number> {
    return this.#each({ state: 'sent', endsAt: { $lte: now } }, signal, async (em, invitation) => {
      invitation.expire();
      this.audit.record(em, null, 'invitation.expired', invitation.id, now, {}, invitation.caseFile.id);
      return true;
    });
  }

  /** No automatic mail to a suspended file (PORTAL.md 6.19), and none about an invitation to a representative. */
  async #getsNoMail(em: EntityManager, principal: Person): Promise<boolean> {
    if ((await em.count(Confirmation, { person: principal, suspendedAt: { $ne: null } })) > 0) return true;
    return (await this.emailUses.refusalOf(em, principal.email, principal.caseFile.id)) !== null;
  }

  /** Each in a transaction of its own; one that was answered or sent again meanwhile is left alone. */
  async #each(
    due: Record<string, unknown>,
    signal: AbortSignal | undefined,
    act: (em: EntityManager, invitation: Invitation) => Promise<boolean>,
  ): Promise<number> {
    let done = 0;
    const page = (last: string) =>
      this.em.fork().find(Invitation, { ...due, id: { $gt: last } }, { limit: BATCH, orderBy: { id: 'asc' }, fields: ['id'] });
    for await (const { id } of inPages(BATCH, page)) {
      if (signal?.aborted) break;
      done += Number(await this.#one(this.em.fork(), { ...due, id }, act));
    }
    return done;
  }

  #one(
    em: EntityManager,
    due: Record<string, unknown>,
    act: (em: EntityManager, invitation: Invitation) => Promise<boolean>,
  ): Promise<boolean> {
    return em.transactional(
      async (one) => {
        const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const;
        const invitation = await one.findOne(Invitation, due, { populate: ['caseFile.persons'], ...lock });
        return invitation ? act(one, invitation) : false;
      },
      { clear: true },
    );
  }
}
