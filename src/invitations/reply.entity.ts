import { defineEntity, p } from '@mikro-orm/core';
import { type EyeColour, Person } from '../cases/person.entity.js';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { Invitation } from './invitation.entity.js';

/** The answers so far; each page of the reply adds its own. Dates are `YYYY-MM-DD`. */
export interface ReplyAnswers {
  readonly detailsRight?: boolean;
  /** What the person says is wrong in the details shown. */
  readonly detailsNote?: string;
  readonly email?: string;
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
  indexes: [{ properties: ['readAt', 'sentAt'] }],
  properties: {
    id: id(),
    invitation: () => p.oneToOne(Invitation).owner(),
    person: () => p.manyToOne(Person).index(),
    language: p.enum(['en', 'fr'] as const),
    answers: encrypted<ReplyAnswers>('reply.answers'),
    startedAt: time(),
    sentAt: time().nullable(),
    reference: p.string().unique().nullable(),
    /** A changed address counts only after a link sent to it is opened (PORTAL.md 4). */
    emailTokenHash: keyedHash().unique().nullable(),
    emailConfirmedAt: time().nullable(),
    readAt: time().nullable(),
    readBy: p.uuid().nullable(),
    version: p.integer().version(),
  },
});

/** The reply to an invitation: information for the officer, never the declaration of S8. */
export class Reply extends ReplySchema.class {}
ReplySchema.setClass(Reply);
