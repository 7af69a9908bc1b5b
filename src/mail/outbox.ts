import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Language } from '../language/language.js';
import { type MailPayload, OutboxMessage } from './outbox-message.entity.js';

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
  'reply-received': Receipt;
  'email-confirm': { name: string; token: string };
  'email-changed': Named;
  'temporary-password': Credentials;
  'temporary-password-reissued': Credentials;
  'password-reset': { token: string; minutes: number };
  'password-changed': Record<string, never>;
  'declaration-received': Receipt;
  'documents-submitted': Receipt;
  'photo-returned': Named;
  'photo-accepted': Named;
  'residence-confirmed': Named;
  'card-mailed': Named;
  'representative-refused': Named;
  'officer-account': Credentials;
  'representative-account': Credentials;
}
export type MailTemplate = keyof MailPayloads;

/** Who gets a mail: a person of a case, or an account's owner. The case's language comes first in the message. */
export type Recipient =
  | { email: string; language: Language }
  | { email: string; caseFile: { language: Language; applicationNumber: string } };

/** Mails that wait to be sent. Added in the transaction of their cause; the mailer sends them afterwards. */
@Injectable()
export class Outbox {
  #wake: () => void = () => {};

  add<Template extends MailTemplate>(
    em: EntityManager,
    template: Template,
    to: Recipient,
    payload: MailPayloads[Template],
    now: Date,
    notBefore = now,
  ): void {
    const language = 'language' in to ? to.language : to.caseFile.language;
    em.create(OutboxMessage, {
      template,
      language,
      recipient: to.email,
      payload: payload as unknown as MailPayload,
      createdAt: now,
      notBefore,
    });
    this.#wake();
  }

  /** Called by the mailer, so that a mail leaves soon after its cause was committed. */
  onMessage(wake: () => void): void {
    this.#wake = wake;
  }
}
