import { defineEntity, p } from '@mikro-orm/core';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { Account } from './account.entity.js';

/** How an officer made sure of who asks (PORTAL.md 6.9); also names of texts. */
export const IDENTITY_CHECKS = ['in_person', 'video', 'telephone', 'letter'] as const;
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];

const EmailChangeSchema = defineEntity({
  name: 'EmailChange',
  tableName: 'email_change',
  properties: {
    id: id(),
    account: () => p.manyToOne(Account).index(),
    email: encrypted<string>('email_change.email'),
    emailIndex: keyedHash(),
    tokenHash: keyedHash().unique(),
    askedAt: time(),
    /** The officer who asked for it; null when the person did, with their password. */
    askedBy: p.uuid().nullable(),
    identityCheck: p.enum(IDENTITY_CHECKS).nullable(),
    endsAt: time(),
    openedAt: time().nullable(),
    /** Replaced by a newer one. */
    closedAt: time().nullable(),
  },
});

/** Another address of mail for an account: it counts once the link sent to it was opened. */
export class EmailChange extends EmailChangeSchema.class {
  isOpen(now: Date): boolean {
    return !this.openedAt && !this.closedAt && now < this.endsAt;
  }
}
EmailChangeSchema.setClass(EmailChange);
