import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import { Account } from './account.entity.js';

const SignInEventSchema = defineEntity({
  name: 'SignInEvent',
  tableName: 'sign_in_event',
  indexes: [{ properties: ['account', 'at'] }],
  properties: {
    id: id(),
    account: () => p.manyToOne(Account).deleteRule('cascade'),
    at: time(),
    outcome: p.enum(['done', 'refused'] as const),
    /** What `deviceOf` made of the browser's own words. */
    device: encrypted<string>('sign_in_event.device'),
  },
});

/** Somebody signed in with an account, or tried to: its owner sees the list (S32). */
export class SignInEvent extends SignInEventSchema.class {}
SignInEventSchema.setClass(SignInEvent);
