import { defineEntity, p } from '@mikro-orm/core';
import { id, keyedHash, time } from '../database/columns.js';
import { Account } from './account.entity.js';

const PasswordResetSchema = defineEntity({
  name: 'PasswordReset',
  tableName: 'password_reset',
  properties: {
    id: id(),
    account: () => p.manyToOne(Account).index(),
    tokenHash: keyedHash().unique(),
    createdAt: time(),
    endsAt: time(),
    usedAt: time().nullable(),
  },
});

/** A mailed link for a forgotten password: used once, short-lived, stored hashed (S41). */
export class PasswordReset extends PasswordResetSchema.class {}
PasswordResetSchema.setClass(PasswordReset);
