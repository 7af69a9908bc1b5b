import { defineEntity, p } from '@mikro-orm/core';
import { id, keyedHash, time } from '../../database/columns.js';
import { Account } from '../account.entity.js';

const RecoveryCodeSchema = defineEntity({
  name: 'RecoveryCode',
  tableName: 'recovery_code',
  properties: {
    id: id(),
    account: () => p.manyToOne(Account).index(),
    /** SHA-256, as of links: a code has more than 112 bits. */
    codeHash: keyedHash().unique(),
    madeAt: time(),
    usedAt: time().nullable(),
  },
});

/** A code for the day the phone is lost: shown once, works once (TRUST.md 15). */
export class RecoveryCode extends RecoveryCodeSchema.class {}
RecoveryCodeSchema.setClass(RecoveryCode);
