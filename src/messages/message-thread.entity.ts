import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../cases/person.entity.js';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

/** What a thread is about; also names of texts. `format`: something we sent or show is asked for in another format. */
export const TOPICS = ['declaration', 'address', 'photo', 'residence', 'card', 'account', 'format', 'other'] as const;
export type Topic = (typeof TOPICS)[number];
/** Those a message is begun with; another format is asked for on a page of its own. */
export const TOPICS_TO_WRITE = [
  'declaration',
  'address',
  'photo',
  'residence',
  'card',
  'account',
  'other',
] as const satisfies readonly Topic[];
export const FORMATS = ['large_print', 'braille', 'audio', 'electronic_text', 'other'] as const;
export type Format = (typeof FORMATS)[number];

const MessageThreadSchema = defineEntity({
  name: 'MessageThread',
  tableName: 'message_thread',
  indexes: [{ properties: ['person', 'lastAt'] }, { properties: ['waitsFor', 'lastAt'] }],
  properties: {
    id: id(),
    person: () => p.manyToOne(Person).deleteRule('cascade'),
    topic: p.enum(TOPICS),
    format: p.enum(FORMATS).nullable(),
    openedAt: time(),
    lastAt: time(),
    /** Who is to answer; nobody, once the office has closed it. */
    waitsFor: p.enum(['office', 'person'] as const).nullable(),
    /** Until when the office answers a request for another format, `YYYY-MM-DD`. */
    dueOn: p.date().nullable(),
    version: p.integer().version(),
  },
});

/** Messages between a person and the office about one matter. */
export class MessageThread extends MessageThreadSchema.class {
  /** A message puts the other side on turn. */
  say(fromOffice: boolean, at: Date): void {
    this.lastAt = at;
    this.waitsFor = fromOffice ? 'person' : 'office';
  }

  /** The office has nothing to answer; the person may write again. */
  close(): void {
    this.waitsFor = null;
    this.dueOn = null;
  }
}
MessageThreadSchema.setClass(MessageThread);

const MessageSchema = defineEntity({
  name: 'Message',
  tableName: 'message',
  indexes: [{ properties: ['thread', 'sentAt'] }],
  properties: {
    id: id(),
    thread: () => p.manyToOne(MessageThread).deleteRule('cascade'),
    fromOffice: p.boolean(),
    author: p.uuid(),
    words: encrypted<string>('message.words'),
    sentAt: time(),
    /** When the other side first opened it. */
    readAt: time().nullable(),
  },
});

export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);
