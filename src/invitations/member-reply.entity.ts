import { defineEntity, p } from '@mikro-orm/core';
import { type EyeColour, Person } from '../cases/person.entity.js';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { Reply } from './reply.entity.js';

/** Whose address is used for somebody: the principal applicant's, the one we have, or another one. */
export const EMAIL_SOURCES = ['principal', 'known', 'other'] as const;
/** Who is to act for an adult dependant: they themselves, or the principal applicant once they agreed. */
export const ACTING_WISHES = ['own', 'principal'] as const;

/** What the reply says so far of somebody else on the case. Dates are `YYYY-MM-DD`. */
export interface MemberAnswers {
  readonly detailsRight?: boolean;
  readonly detailsNote?: string;
  readonly emailFrom?: (typeof EMAIL_SOURCES)[number];
  /** With `other`. */
  readonly email?: string;
  /** Another address, given to an officer since the reply after a check of who asks: it takes the place of what was answered. */
  readonly emailSince?: string;
  /** Why the last other address was not accepted; only the officer sees this (S2b). */
  readonly emailRefused?: 'representative' | 'otherCase';
  /** Asked of adult dependants alone. */
  readonly acting?: (typeof ACTING_WISHES)[number];
  readonly inCanada?: boolean;
  readonly returnOn?: string;
  readonly country?: string;
  readonly eyeColour?: EyeColour;
  readonly heightCm?: number;
}

/** What a page changes in these answers; undefined takes an answer away. */
export type MemberChange = { readonly [Answer in keyof MemberAnswers]?: MemberAnswers[Answer] | undefined };

const MemberReplySchema = defineEntity({
  name: 'MemberReply',
  tableName: 'member_reply',
  indexes: [{ properties: ['emailLinkSentAt'], where: 'email_confirmed_at is null' }],
  uniques: [{ properties: ['reply', 'person'] }],
  properties: {
    id: id(),
    reply: () => p.manyToOne(Reply).deleteRule('cascade'),
    person: () => p.manyToOne(Person).index().deleteRule('cascade'),
    answers: encrypted<MemberAnswers>('member_reply.answers'),
    /** Another address counts only after a link sent to it is opened (PORTAL.md 4). */
    emailTokenHash: keyedHash().unique().nullable(),
    /** When that link was last mailed. */
    emailLinkSentAt: time().nullable(),
    emailConfirmedAt: time().nullable(),
    /** An adult for whom nobody acts yet: an officer makes their account, or asks whether the principal applicant may act. */
    awaitsAccount: p.boolean().default(false),
  },
});

/** The part of a reply that is about somebody else on the case than the principal applicant, who gives it. */
export class MemberReply extends MemberReplySchema.class {
  change(answers: MemberChange): void {
    const all = Object.entries({ ...this.answers, ...answers }).filter(([, answer]) => answer !== undefined);
    this.answers = Object.fromEntries(all) as MemberAnswers;
  }
}
MemberReplySchema.setClass(MemberReply);
