import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { v7 } from '../database/uuid.js';
import type { Language } from '../language/language.js';
import { hashOfToken } from '../privacy/vault.js';
import { newCheckCode } from './check-code.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { urgencyOf } from './urgency.js';

interface Named {
  name: string;
  caseNumber: string;
}
interface Receipt extends Named {
  reference: string;
}
/** Never together with a name or a case number (PORTAL.md 4). `endsAt` is an ISO moment. */
interface Credentials {
  username: string;
  password: string;
  endsAt: string;
}

/** Every mail there is, with what it needs. Its order is in mail-contents.ts, its words are `mail:<name>` in both languages. */
export interface MailPayloads {
  invitation: Named & { contact: string; token: string; days: number };
  /** `endsAt` is an ISO moment. */
  'invitation-reminder': Named & { contact: string; token: string; endsAt: string };
  'reply-received': Receipt;
  'email-confirm': { name: string; token: string };
  'email-changed': Named;
  'consent-asked': { name: string; contact: string; token: string; days: number };
  'temporary-password': Credentials;
  'temporary-password-reissued': Credentials;
  'temporary-password-expiring': { endsAt: string };
  'password-reset': { token: string; minutes: number };
  'password-changed': Record<string, never>;
  /** `device` is what `deviceOf` says; moments are ISO. */
  'new-device': { device: string; signedInAt: string };
  'account-locked': { lockedAt: string };
  'account-released': Credentials;
  'sign-in-link': { token: string; minutes: number };
  'email-change-link': { token: string; hours: number };
  'email-address-changed': { pausedUntilAt: string };
  'staff-email-changed': Record<string, never>;
  'staff-password-reissued': Credentials;
  /** `doneAt` is an ISO moment. */
  'second-factor-added': { doneAt: string };
  'second-factor-removed': { doneAt: string };
  'recovery-code-used': { doneAt: string; left: number };
  'recovery-codes-made': { doneAt: string };
  'declaration-received': Receipt;
  'declaration-withdrawn': Named;
  'declaration-struck': Named;
  'return-asked': Named;
  'documents-submitted': Receipt;
  'photo-returned': Named;
  'photo-accepted': Named;
  'photo-reopened': Named;
  'photographer-sent': Named;
  'residence-confirmed': Named;
  /** `endsAt` is an ISO moment. */
  'time-runs-out': Named & { endsAt: string };
  'ecopr-waits': Named & { endsAt: string };
  'ecopr-corrected': Named;
  'ecopr-answered': Named;
  'new-message': Named;
  'card-mailed': Named;
  'card-reported-missing': Receipt;
  /** `endsOn` is a day, `YYYY-MM-DD`. */
  'card-came-back': Named & { endsOn: string };
  'representative-added': Named;
  'representative-added-for-you': Named & { contact: string };
  'representative-ended': Named;
  'representative-ended-for-you': Named;
  'representative-not-entitled': Named;
  'representative-left': Named;
  'representative-refused': Named;
  'draft-prepared': Named;
  'officer-account': Credentials;
  'officer-suspended': { changedAt: string };
  'officer-resumed': { changedAt: string };
  'officer-role-changed': { changedAt: string };
  'officer-reset': Credentials;
  'representative-account': Credentials;
  /** To representatives: without details of the client, but for the number of a case that is theirs no more. */
  'client-added': Record<string, never>;
  'client-waits': Record<string, never>;
  'client-ended': { caseNumber: string };
}
export type MailTemplate = keyof MailPayloads;

/**
 * Who gets a mail: a person of a case, or an account's owner. The case's language comes first in the message; an account's kind says
 * who helps its owner; who acts for the person it is about is greeted by their own name; where two accounts share the mailbox, `sharer` is whose it is.
 */
export type Recipient =
  | {
      email: string;
      language: Language;
      kind?: 'applicant' | 'representative' | 'officer';
      actsAs?: string;
      sharer?: string;
      /** Whose address it is, where it is an applicant's: officers open their file when the mail comes back. */
      person?: { readonly id: string } | null | undefined;
    }
  | { id: string; email: string; caseFile: { language: Language; applicationNumber: string } };

/** Mails that wait to be sent. Added in the transaction of their cause; the mailer sends them afterwards. */
@Injectable()
export class Outbox {
  #wake: () => void = () => {};

  /** Answers with the mail's key, by which it can be withdrawn while it waits. */
  add<Template extends MailTemplate>(
    em: EntityManager,
    template: Template,
    to: Recipient,
    payload: MailPayloads[Template],
    now: Date,
    notBefore = now,
  ): string {
    const language = 'language' in to ? to.language : to.caseFile.language;
    const reader = 'language' in to && to.kind && to.kind !== 'applicant' ? { reader: to.kind } : {};
    const actor = 'language' in to && to.actsAs ? { actor: to.actsAs } : {};
    const sharer = 'language' in to && to.sharer ? { sharer: to.sharer } : {};
    const [id, checkCode] = [v7(), newCheckCode()];
    em.create(OutboxMessage, {
      id,
      template,
      language,
      recipient: to.email,
      payload: { ...payload, ...reader, ...actor, ...sharer, checkCode },
      checkHash: hashOfToken(checkCode),
      urgency: urgencyOf(template),
      aboutPerson: ('caseFile' in to ? to.id : to.person?.id) ?? null,
      createdAt: now,
      notBefore,
    });
    this.#wake();
    return id;
  }

  /**
   * Takes a mail back in the transaction that takes back its cause. Answers false when it left already, or is leaving at this moment:
   * the mailer holds the row of the mail it sends.
   */
  async withdraw(em: EntityManager, id: string, now: Date): Promise<boolean> {
    const message = await em.findOne(
      OutboxMessage,
      { id, notBefore: { $ne: null }, sentAt: null },
      { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    message?.withdraw(now);
    return message !== null;
  }

  /** Called by the mailer, so that a mail leaves soon after its cause was committed. */
  onMessage(wake: () => void): void {
    this.#wake = wake;
  }
}
