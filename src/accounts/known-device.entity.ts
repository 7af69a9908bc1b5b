import { defineEntity, p } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { keyedHash, time } from '../database/columns.js';
import { hashOfToken } from '../privacy/vault.js';
import { Account } from './account.entity.js';

const KnownDeviceSchema = defineEntity({
  name: 'KnownDevice',
  tableName: 'known_device',
  properties: {
    account: () => p.manyToOne(Account).primary().deleteRule('cascade'),
    /** Of the cookie that only this browser has. */
    deviceHash: keyedHash().primary().index(),
    firstSeenAt: time(),
    lastSeenAt: time(),
  },
});

/** A browser that signed in with an account before. Two accounts of one hash were used on one browser. */
export class KnownDevice extends KnownDeviceSchema.class {}
KnownDeviceSchema.setClass(KnownDevice);

/**
 * Forgets an account's browsers, in the caller's transaction: whoever had what counts no more may have signed in with one of them.
 * @param but the token of the one in use, which stays known
 */
export async function forgetBrowsers(em: EntityManager, accountId: string, but = ''): Promise<void> {
  await em.nativeDelete(KnownDevice, { account: accountId, deviceHash: { $ne: hashOfToken(but) } });
}
