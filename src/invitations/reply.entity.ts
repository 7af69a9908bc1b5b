import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { type EyeColour, Person } from '../cases/person.entity.js';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { Invitation } from './invitation.entity.js';
import { MemberReply } from './member-reply.entity.js';

/** The answers so far; each page of the reply adds its own. Dates are `YYYY-MM-DD`. */
export interface ReplyAnswers {
  /** A representative is stopped here, so it is never false (PORTAL.md 4). */
  readonly isApplicant?: true;
  readonly detailsRight?: boolean;
  /** What the person says is wrong in the details shown. */
  readonly detailsNote?: string;
  /** The address to use from now on: the one we have, or another one. */
  readonly email?: string;
  /** Another address, given to an officer since the reply after a check of who asks: it takes the place of what was answered. */
  readonly emailSince?: string;
  /** Why the last other address was not accepted; the person reads neutral words, the officer sees this (S2b). */
  readonly emailRefused?: 'representative' | 'otherCase';
  readonly inCanada?: boolean;
  readonly returnOn?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly eyeColour?: EyeColour;
  readonly heightCm?: number;
}

const ReplySchema = defineEntity({
  name: 'Reply',
  tableName: 'reply',
  indexes: [{ properties: ['readAt', 'sentAt'] }, { properties: ['emailLinkSentAt'], where: 'email_confirmed_at is null' }],
  properties: {
    id: id(),
    invitation: () => p.oneToOne(Invitation).owner(),
    person: () => p.manyToOne(Person).index(),
    language: p.enum(['en', 'fr'] as const),
    answers: encrypted<ReplyAnswers>('reply.answers'),
    startedAt: time(),
    sentAt: time().nullable().index(),
    reference: p.string().unique().nullable(),
    /** A changed address counts only after a link sent to it is opened (PORTAL.md 4). */
    emailTokenHash: keyedHash().unique().nullable(),
    /** When that link was last mailed. */
    emailLinkSentAt: time().nullable(),
    emailConfirmedAt: time().nullable(),
    /** As its invitation is; the database makes of it, in a column of its own, whose account comes next: one index finds them (TRUST.md 6). */
    closed: p.boolean().default(false),
    readAt: time().nullable(),
    readBy: p.uuid().nullable(),
    /** What it says of the others on the case. */
    members: () => p.oneToMany(MemberReply).mappedBy('reply'),
    version: p.integer().version(),
  },
});

/** The reply to an invitation: information for the officer, never the declaration of S8. */
export class Reply extends ReplySchema.class {
  declare [OptionalProps]?: 'changesEmail' | 'givenEmail';
  /** Adds to the answers; undefined takes one away. */
  change(answers: { readonly [Answer in keyof ReplyAnswers]?: ReplyAnswers[Answer] | undefined }): void {
    const all = Object.entries({ ...this.answers, ...answers }).filter(([, answer]) => answer !== undefined);
    this.answers = Object.fromEntries(all) as ReplyAnswers;
  }

  /** The address that counts of this reply: given since, answered, or the one we have. */
  get givenEmail(): string {
    return this.answers.emailSince ?? this.answers.email ?? this.person.email;
  }

  /** The person gave another address than the one we have. */
  get changesEmail(): boolean {
    return this.givenEmail !== this.person.email;
  }

  /** From here on it can't change. The address we have is confirmed by the reply itself (S2a). */
  send(reference: string, language: 'en' | 'fr', at: Date): void {
    this.sentAt = at;
    this.reference = reference;
    this.language = language;
    if (!this.changesEmail) this.emailConfirmedAt = at;
  }

  /** An officer has read it. */
  markRead(by: Actor<'officer'>, at: Date): void {
    this.readAt = at;
    this.readBy = by.accountId;
  }

  /** What it was for is done: the account is made. */
  close(): void {
    this.invitation.close();
    this.closed = true;
  }

  /** The link sent to the other address was opened. */
  confirmEmail(at: Date): void {
    this.emailConfirmedAt ??= at;
  }
}
ReplySchema.setClass(Reply);
