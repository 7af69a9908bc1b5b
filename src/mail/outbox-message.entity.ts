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
    notBefore: time(),
    attempts: p.integer().default(0),
    lastError: p.string().nullable(),
    sentAt: time().nullable(),
    failedAt: time().nullable(),
  },
});

/** A mail to send, written in the transaction of its cause, so that neither exists without the other. */
export class OutboxMessage extends OutboxMessageSchema.class {}
OutboxMessageSchema.setClass(OutboxMessage);
