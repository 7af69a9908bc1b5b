import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

/** What a template needs, and nothing more; wiped once the message is accepted. */
export type MailPayload = Readonly<Record<string, string | number | boolean | readonly string[]>>;

const OutboxMessageSchema = defineEntity({
  name: 'OutboxMessage',
  tableName: 'outbox_message',
  indexes: [{ properties: ['notBefore', 'id'] }],
  properties: {
    id: id(),
    template: p.string(),
    /** The reader's language comes first in the message. */
    language: p.enum(['en', 'fr'] as const),
    recipient: encrypted<string>('outbox_message.recipient').nullable(),
    payload: encrypted<MailPayload>('outbox_message.payload').nullable(),
    createdAt: time(),
    /** When it is next tried; null once it was accepted or given up, so that finding what is due reads no old mail. */
    notBefore: time().nullable(),
    attempts: p.integer().default(0),
    /** A code, never the server's own words: those name people. */
    lastError: p.string().nullable(),
    sentAt: time().nullable(),
    failedAt: time().nullable(),
    withdrawnAt: time().nullable(),
  },
});

/** A mail to send, written in the transaction of its cause, so that neither exists without the other. */
export class OutboxMessage extends OutboxMessageSchema.class {
  /** The mail server took it: who it was for and what it said are forgotten here (TRUST.md 19). */
  accept(at: Date): void {
    this.attempts++;
    this.sentAt = at;
    this.notBefore = null;
    this.lastError = null;
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

  /** Tried again after a while; given up when there is no next time. */
  refuse(code: string, at: Date, next: Date | null): void {
    this.attempts++;
    this.lastError = code;
    this.notBefore = next;
    if (!next) this.failedAt = at;
  }
}
OutboxMessageSchema.setClass(OutboxMessage);
