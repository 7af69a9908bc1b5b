import { defineEntity, p } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { Account } from './account.entity.js';
import { IDENTITY_CHECKS } from './identity-check.js';

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
    /** Replaced by a newer one, or asked for with a password that is dead by now. */
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

/**
 * Links to new addresses that were not opened yet open nothing from here on.
 * @param which all of the account's, or those alone that somebody asked for with its password
 */
export async function closeEmailChanges(
  em: EntityManager,
  accountId: string,
  now: Date,
  which: 'all' | 'byPassword' = 'all',
): Promise<void> {
  const waiting = { account: accountId, openedAt: null, closedAt: null, ...(which === 'all' ? {} : { askedBy: null }) };
  await em.nativeUpdate(EmailChange, waiting, { closedAt: now });
}
