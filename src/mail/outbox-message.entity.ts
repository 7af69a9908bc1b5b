import { defineEntity, p } from '@mikro-orm/core';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { maskedAddress } from './masked-address.js';
import { URGENCY } from './urgency.js';

/** What a template needs, and nothing more; wiped once the message is accepted. */
export type MailPayload = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export type Bounce = 'permanent' | 'undelivered' | 'temporary';

const OutboxMessageSchema = defineEntity({
  name: 'OutboxMessage',
  tableName: 'outbox_message',
  indexes: [
    { properties: ['urgency', 'notBefore', 'id'] },
    { properties: ['failedAt'], where: 'failed_at is not null' },
    { properties: ['bouncedAt'], where: `bounce <> 'temporary' and bounce_seen_at is null` },
    // of one person: what came back and waits, and what was sent since
    { properties: ['aboutPerson', 'bouncedAt', 'id'], where: `bounce <> 'temporary' and bounce_seen_at is null` },
    { properties: ['aboutPerson', 'id'], include: ['template'] },
  ],
  properties: {
    id: id(),
    template: p.string(),
    /** The reader's language comes first in the message. */
    language: p.enum(['en', 'fr'] as const),
    recipient: encrypted<string>('outbox_message.recipient').nullable(),
    payload: encrypted<MailPayload>('outbox_message.payload').nullable(),
    /** Of the code printed in the mail: whoever has the mail finds by it that we sent it. */
    checkHash: keyedHash().unique().nullable(),
    /** Who it was sent to, masked: `i•••@m•••.example`. */
    sentTo: encrypted<string>('outbox_message.sent_to').nullable(),
    /** Lower leaves earlier: mail.rules.ts. */
    urgency: p.smallint().default(URGENCY.other),
    createdAt: time(),
    /** When it is next tried; null once it was accepted or given up, so that finding what is due reads no old mail. */
    notBefore: time().nullable(),
    attempts: p.integer().default(0),
    /** A code, never the server's own words: those name people. */
    lastError: p.string().nullable(),
    sentAt: time().nullable(),
    failedAt: time().nullable(),
    withdrawnAt: time().nullable(),
    /** The person it is about, whose file an officer opens when it came back; null for mails to officers and representatives. */
    aboutPerson: p.uuid().nullable(),
    /** It came back: for good, or with a delay that the other server only told of. */
    bounce: p.string().$type<Bounce>().nullable(),
    bouncedAt: time().nullable(),
    /** An officer has seen that it came back, and it waits for nobody any more. */
    bounceSeenAt: time().nullable(),
  },
});

/** A mail to send, written in the transaction of its cause, so that neither exists without the other. */
export class OutboxMessage extends OutboxMessageSchema.class {
  /** The mail server took it: what it said is forgotten here, and who it was for but for the masked form (TRUST.md 19). */
  accept(at: Date, address: string): void {
    this.attempts++;
    this.sentAt = at;
    this.notBefore = null;
    this.lastError = null;
    this.sentTo = maskedAddress(address);
    this.recipient = null;
    this.payload = null;
  }

  /** Its cause was taken back before it left: it never does, and what it said is forgotten. */
  withdraw(at: Date): void {
    this.withdrawnAt = at;
    this.notBefore = null;
    this.recipient = null;
    this.payload = null;
  }

  /** It came back. What is known to be for good stays so, and one that was given up is not merely late. */
  comeBack(bounce: Bounce, at: Date): void {
    if (this.bounce === 'permanent' || (this.bounce === 'undelivered' && bounce === 'temporary')) return;
    this.bounce = bounce;
    this.bouncedAt = at;
  }

  /** No mail can leave now, so that this is no failed try; but what no answer came to may have been taken. */
  holdBack(code: string): void {
    this.lastError = code;
  }

  /** Tried again after a while; given up when there is no next time. */
  refuse(code: string, at: Date, next: Date | null): void {
    this.attempts++;
    this.lastError = code;
    this.notBefore = next;
    if (!next) this.failedAt = at;
  }
}
OutboxMessageSchema.setClass(OutboxMessage);
