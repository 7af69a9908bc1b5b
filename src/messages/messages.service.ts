import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { ActsFor } from '../accounts/acts-for.entity.js';
import { readerOf } from '../accounts/reader-of.js';
import { AuditLog } from '../audit/audit-log.js';
import { Person } from '../cases/person.entity.js';
import { after, Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { addDays, dayOf } from '../language/formats.js';
import { Outbox } from '../mail/outbox.js';
import { RequestLimits } from '../security/request-limits.js';
import { FORMAT_DAYS, MESSAGES_SHOWN, PRESSED_TWICE, THREADS_SHOWN } from './message.rules.js';
import { aboutPerson } from '../mail/about-person.js';
import { type Format, Message, MessageThread, type Topic } from './message-thread.entity.js';

/** What somebody writes first. A format is given with the topic `format`, and only with it. */
export interface Opening {
  readonly topic: Topic;
  readonly format: Format | null;
  readonly words: string;
}

/** Threads between persons and the office: who acts for a person reads and writes theirs, officers everybody's but their own. */
@Injectable()
export class Messages {
  constructor(
    private readonly em: EntityManager,
    private readonly ownFiles: OwnFiles,
    private readonly limits: RequestLimits,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The persons an applicant can write about. */
  async personsOf(applicant: Actor<'applicant'>): Promise<Person[]> {
    const rows = await this.em.find(ActsFor, { account: applicant.accountId, until: null }, { populate: ['person.caseFile'] });
    return rows.map(({ person }) => person as Person);
  }

  /** The newest threads about these persons, each with how many messages of the other side were not opened yet. */
  async threads(persons: readonly string[], reader: 'person' | 'office'): Promise<{ thread: MessageThread; unread: number }[]> {
    if (persons.length === 0) return [];
    const threads = await this.em.find(
      MessageThread,
      { person: { $in: [...persons] } },
      { orderBy: { lastAt: 'desc', id: 'desc' }, limit: THREADS_SHOWN, populate: ['person'], refresh: true },
    );
    const where = { thread: { $in: threads.map(({ id }) => id) }, fromOffice: reader === 'person', readAt: null };
    const unread = threads.length > 0 ? await this.em.find(Message, where, { fields: ['thread'] }) : [];
    return threads.map((thread) => ({ thread, unread: unread.filter((message) => message.thread.id === thread.id).length }));
  }

  /** @throws NotFoundException for somebody for whom they don't act; TooManyRequests */
  async open(applicant: Actor<'applicant'>, personId: string, opening: Opening): Promise<string> {
    await this.#limit(applicant);
    return this.em.transactional(async (em) => this.#begin(em, applicant, await this.#actedFor(em, applicant, personId), opening, false), {
      clear: true,
    });
  }

  /**
   * The office writes first (S34): the person is told by a mail without content.
   * @returns the thread; null when nobody could read it, because nobody has an account for this person
   */
  async openByOffice(officer: Actor<'officer'>, personId: string, opening: Opening): Promise<string | null> {
    return this.em.transactional(
      async (em) => {
        const person = isUuid(personId) ? await em.findOne(Person, { id: personId }, { populate: ['caseFile'] }) : null;
        if (!person) throw new NotFoundException();
        await this.ownFiles.refuse(officer, { person: personId }, em);
        if ((await em.count(ActsFor, { person, until: null })) === 0) return null;
        return this.#begin(em, officer, person, opening, true);
      },
      { clear: true },
    );
  }

  /** A thread with its messages, oldest first, marked as opened. @throws NotFoundException when it is not theirs */
  async read(actor: Actor<'applicant'> | Actor<'officer'>, threadId: string): Promise<{ thread: MessageThread; messages: Message[] }> {
    return this.em.transactional(
      async (em) => {
        const thread = await this.#find(em, actor, threadId);
        const messages = await em.find(Message, { thread }, { orderBy: { sentAt: 'desc', id: 'desc' }, limit: MESSAGES_SHOWN });
        for (const message of messages)
          if (message.fromOffice === (actor.kind === 'applicant') && !message.readAt) message.readAt = this.clock.now();
        return { thread, messages: messages.reverse() };
      },
      { clear: true },
    );
  }

  /** @throws NotFoundException when the thread is not theirs; TooManyRequests */
  async reply(actor: Actor<'applicant'> | Actor<'officer'>, threadId: string, words: string): Promise<void> {
    if (actor.kind === 'applicant') await this.#limit(actor);
    await this.em.transactional(
      async (em) => {
        const thread = await this.#find(em, actor, threadId, true);
        await this.#say(em, actor, thread, words, false);
      },
      { clear: true },
    );
  }

  /** Nothing is to be answered. */
  async close(officer: Actor<'officer'>, threadId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const thread = await this.#find(em, officer, threadId, true);
        if (thread.waitsFor === null) return;
        thread.close();
        const { person } = thread;
        this.audit.record(em, officer, 'message.closed', person.id, this.clock.now(), { thread: thread.id }, person.caseFile.id);
      },
      { clear: true },
    );
  }

  async #begin(em: EntityManager, actor: Actor, person: Person, { topic, format, words }: Opening, fromOffice: boolean): Promise<string> {
    await em.execute('select pg_advisory_xact_lock(hashtext(?))', [`thread ${person.id}`]); // two presses at once take turns
    const now = this.clock.now();
    const last = await em.findOne(MessageThread, { person, topic, format, openedAt: { $gt: after(now, -PRESSED_TWICE) } });
    if (last && (await this.#saidBefore(em, actor, last, words))) return last.id;
    const thread = em.create(MessageThread, {
      person,
      topic,
      format,
      openedAt: now,
      lastAt: now,
      dueOn: format && !fromOffice ? addDays(dayOf(now), FORMAT_DAYS) : null,
    });
    await this.#say(em, actor, thread, words, true);
    return thread.id;
  }

  async #say(em: EntityManager, actor: Actor, thread: MessageThread, words: string, first: boolean): Promise<void> {
    const now = this.clock.now();
    if (!first && (await this.#saidBefore(em, actor, thread, words))) return;
    const fromOffice = actor.kind === 'officer';
    thread.say(fromOffice, now);
    em.create(Message, { thread, fromOffice, author: actor.accountId, words, sentAt: now });
    const { person } = thread;
    this.audit.record(em, actor, 'message.sent', person.id, now, { thread: thread.id }, person.caseFile.id);
    if (!fromOffice) return;
    const about = aboutPerson(person);
    this.outbox.add(em, 'new-message', await readerOf(em, person), about, now);
  }

  async #saidBefore(em: EntityManager, { accountId }: Actor, thread: MessageThread, words: string): Promise<boolean> {
    const last = await em.findOne(Message, { thread: thread.id }, { orderBy: { sentAt: 'desc', id: 'desc' } });
    return last?.author === accountId && last.words === words && this.clock.now().getTime() - last.sentAt.getTime() < PRESSED_TWICE;
  }

  async #find(em: EntityManager, actor: Actor<'applicant'> | Actor<'officer'>, threadId: string, lock = false): Promise<MessageThread> {
    const thread = isUuid(threadId)
      ? await em.findOne(
          MessageThread,
          { id: threadId },
          { populate: ['person.caseFile'], strategy: 'select-in', ...(lock ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {}) },
        )
      : null;
    if (!thread) throw new NotFoundException();
    if (actor.kind === 'officer') await this.ownFiles.refuse(actor as Actor<'officer'>, { person: thread.person.id }, em);
    else await this.#actedFor(em, actor as Actor<'applicant'>, thread.person.id);
    return thread;
  }

  async #actedFor(em: EntityManager, applicant: Actor<'applicant'>, personId: string): Promise<Person> {
    const acting = isUuid(personId)
      ? await em.findOne(ActsFor, { account: applicant.accountId, person: personId, until: null }, { populate: ['person.caseFile'] })
      : null;
    if (!acting) throw new NotFoundException();
    return acting.person as Person;
  }

  #limit({ accountId }: Actor<'applicant'>): Promise<void> {
    return this.limits.consume('messagesPerAccount', accountId);
  }
}
