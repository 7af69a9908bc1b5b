import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../cases/person.entity.js';
import { id, keyedHash, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';

export const ACCOUNT_KINDS = ['applicant', 'representative', 'officer'] as const;
export const OFFICER_ROLES = ['officer', 'card_clerk', 'supervisor'] as const;
/** Why an account is closed to everybody: its owner said that a sign-in was not theirs, an officer closed it, or nobody used it for long. */
export const SUSPENSION_REASONS = ['not_me', 'officer', 'unused'] as const;
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
    /** When another address last took the place of the former one: declaring waits a while (PORTAL.md 6.9). */
    emailChangedAt: time().nullable(),
    language: p.enum(['en', 'fr'] as const),
    state: p.enum(ACCOUNT_STATES).default('temporary'),
    temporaryPasswordHash: p.string().nullable(),
    temporaryPasswordEndsAt: time().nullable(),
    passwordHash: p.string().nullable(),
    passwordChangedAt: time().nullable(),
    /** Raised when all sessions end (`endSessions`). */
    sessionEpoch: p.integer().default(0),
    /** With the state in which it was, and why, while the account is suspended. */
    suspendedAt: time().nullable().index(),
    suspendedFrom: p.enum(['temporary', 'active'] as const).nullable(),
    suspendedReason: p.enum(SUSPENSION_REASONS).nullable(),
    /** Of an officer or a representative who left long ago: nothing is there to sign in with or to write to. */
    emptiedAt: time().nullable(),
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
    enter(this, 'temporary');
  }

  /** The person's own password; a temporary one is dead from here on (S6). */
  setPassword(hash: string, at: Date): void {
    this.passwordHash = hash;
    this.passwordChangedAt = at;
    this.temporaryPasswordHash = null;
    this.temporaryPasswordEndsAt = null;
    enter(this, 'active');
  }

  /** Closed to everybody, its owner too, until an officer releases it. One that is closed already stays as it is. */
  suspend(reason: (typeof SUSPENSION_REASONS)[number], at: Date): void {
    if (this.state === 'suspended') return;
    this.suspendedFrom = this.state;
    this.suspendedReason = reason;
    this.suspendedAt = at;
    this.state = 'suspended';
  }

  /** Another address, whose link was opened. */
  changeEmail(email: string, index: Buffer, at: Date): void {
    this.email = email;
    this.emailIndex = index;
    this.emailChangedAt = at;
  }

  /** Closed, and nothing is left but name and role, as the label of what its owner did; it is never opened again. */
  empty(noAddress: string, index: Buffer, at: Date): void {
    this.suspend('unused', at);
    this.email = noAddress;
    this.emailIndex = index;
    this.passwordHash = null;
    this.temporaryPasswordHash = null;
    this.temporaryPasswordEndsAt = null;
    this.emptiedAt = at;
  }

  /** Open as it was before it was suspended, with the same password. */
  resume(): void {
    if (this.state === 'suspended') enter(this, this.suspendedFrom ?? (this.passwordHash ? 'active' : 'temporary'));
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

/** Open again: what was kept of a suspension goes with it. */
function enter(account: Account, state: 'temporary' | 'active'): void {
  account.state = state;
  account.suspendedAt = null;
  account.suspendedFrom = null;
  account.suspendedReason = null;
}
