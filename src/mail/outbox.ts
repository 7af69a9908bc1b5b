import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Language } from '../language/language.js';
import { type MailPayload, OutboxMessage } from './outbox-message.entity.js';

/** Every mail there is; each has a view `mail/<name>` and texts `mail:<name>`. */
export const MAIL_TEMPLATES = [
  'invitation',
  'reply-received',
  'email-confirm',
  'email-changed',
  'temporary-password',
  'temporary-password-reissued',
  'password-reset',
  'password-changed',
  'declaration-received',
  'documents-submitted',
  'photo-returned',
  'photo-accepted',
  'residence-confirmed',
  'card-mailed',
  'representative-refused',
  'officer-account',
] as const;
export type MailTemplate = (typeof MAIL_TEMPLATES)[number];

/** Who gets a mail: a person of a case, or an account's owner. The case's language comes first in the message. */
export type Recipient =
  | { email: string; language: Language }
  | { email: string; caseFile: { language: Language; applicationNumber: string } };

/** Mails that wait to be sent. Added in the transaction of their cause; the mailer sends them afterwards. */
@Injectable()
export class Outbox {
  #wake: () => void = () => {};

  add(em: EntityManager, template: MailTemplate, to: Recipient, payload: MailPayload, now: Date, notBefore = now): void {
    const language = 'language' in to ? to.language : to.caseFile.language;
    em.create(OutboxMessage, { template, language, recipient: to.email, payload, createdAt: now, notBefore });
    this.#wake();
  }

  /** Called by the mailer, so that a mail leaves soon after its cause was committed. */
  onMessage(wake: () => void): void {
    this.#wake = wake;
  }
}
