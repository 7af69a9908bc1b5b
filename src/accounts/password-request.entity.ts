import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../database/columns.js';
import { Account } from './account.entity.js';

const PasswordRequestSchema = defineEntity({
  name: 'PasswordRequest',
  tableName: 'password_request',
  indexes: [{ properties: ['account', 'closedAt'] }, { properties: ['closedAt', 'askedAt'] }],
  properties: {
    id: id(),
    account: () => p.manyToOne(Account),
    askedAt: time(),
    closedAt: time().nullable(),
    closedBy: p.uuid().nullable(),
  },
});

/** Somebody asked for a new temporary password; an officer answers it (S39). One open request an account. */
export class PasswordRequest extends PasswordRequestSchema.class {}
PasswordRequestSchema.setClass(PasswordRequest);
