import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../cases/person.entity.js';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

export const ACCOUNT_KINDS = ['applicant', 'representative', 'officer'] as const;
export const OFFICER_ROLES = ['officer', 'card_clerk', 'supervisor'] as const;
export const ACCOUNT_STATES = ['temporary', 'active', 'suspended'] as const;

const AccountSchema = defineEntity({
  name: 'Account',
  tableName: 'account',
  uniques: [{ properties: ['id', 'kind'] }],
  properties: {
    id: id(),
    kind: p.enum(ACCOUNT_KINDS),
    role: p.enum(OFFICER_ROLES).nullable(),
    /** Only an applicant's account belongs to a person of a case. */
    person: () => p.oneToOne(Person).owner().nullable(),
    username: p.string().unique(),
    /** How officers and representatives are called; applicants have the name of their person. */
    displayName: encrypted<string>('account.display_name').nullable(),
    email: encrypted<string>('account.email'),
    emailIndex: keyedHash().index(),
    language: p.enum(['en', 'fr'] as const),
    state: p.enum(ACCOUNT_STATES).default('temporary'),
    temporaryPasswordHash: p.string().nullable(),
    temporaryPasswordEndsAt: time().nullable(),
    passwordHash: p.string().nullable(),
    passwordChangedAt: time().nullable(),
    createdAt: time(),
    createdBy: p.uuid().nullable(),
    version: p.integer().version(),
  },
});

/** An account. Only an officer's act makes one (S3). */
export class Account extends AccountSchema.class {
  /** A new temporary password; the former one dies with it (S39). */
  issueTemporaryPassword(hash: string, endsAt: Date): void {
    this.temporaryPasswordHash = hash;
    this.temporaryPasswordEndsAt = endsAt;
    this.passwordHash = null;
    this.state = 'temporary';
  }

  /** The person's own password; a temporary one is dead from here on (S6). */
  setPassword(hash: string, at: Date): void {
    this.passwordHash = hash;
    this.passwordChangedAt = at;
    this.temporaryPasswordHash = null;
    this.temporaryPasswordEndsAt = null;
    this.state = 'active';
  }

  /** The temporary password works to the second and not after (S38). */
  temporaryPasswordWorks(now: Date): boolean {
    return (
      this.state === 'temporary' &&
      this.temporaryPasswordEndsAt !== null &&
      this.temporaryPasswordEndsAt !== undefined &&
      now < this.temporaryPasswordEndsAt
    );
  }
}
AccountSchema.setClass(Account);
