import { defineEntity, p } from '@mikro-orm/core';
import { keyedHash, time } from '../database/columns.js';
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
