import type { Message, MessageThread } from './message-thread.entity.js';

/** A thread as plain values for the view. */
export const shownThread = (thread: MessageThread) => ({
  id: thread.id,
  topic: thread.topic,
  format: thread.format ?? null,
  name: thread.person.fullName,
  lastAt: thread.lastAt,
  waitsFor: thread.waitsFor ?? 'nobody',
  dueOn: thread.waitsFor === 'office' ? (thread.dueOn ?? null) : null,
});

/** @param reader the account that reads: its own messages are "you" */
export const shownMessage = ({ fromOffice, author, words, sentAt, readAt }: Message, reader: string) => ({
  from: author === reader ? 'you' : fromOffice ? 'office' : 'person',
  author,
  words,
  sentAt,
  readAt: readAt ?? null,
});
