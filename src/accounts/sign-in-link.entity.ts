import { defineEntity, p } from '@mikro-orm/core';
import { id, keyedHash, time } from '../database/columns.js';
import { Account } from './account.entity.js';

const SignInLinkSchema = defineEntity({
  name: 'SignInLink',
  tableName: 'sign_in_link',
  properties: {
    id: id(),
    account: () => p.manyToOne(Account).index(),
    tokenHash: keyedHash().unique(),
    createdAt: time(),
    endsAt: time(),
    usedAt: time().nullable(),
  },
});

/** A mailed link that lets one browser sign in although many wrong passwords were tried: used once, short-lived, stored hashed. */
export class SignInLink extends SignInLinkSchema.class {}
SignInLinkSchema.setClass(SignInLink);
