import { Injectable } from '@nestjs/common';
import { after } from '../clock.js';
import type { Account } from './account.entity.js';
import { newTemporaryPassword } from './credentials.js';
import { normalTemporaryPassword, TEMPORARY_PASSWORD_LIFE } from './password.rules.js';
import { PasswordHasher } from './password-hasher.js';

/** A temporary password on its way into a mail: it is shown nowhere else, to no officer either (TRUST.md 13). */
export interface IssuedPassword {
  readonly password: string;
  readonly hash: string;
}

/** Makes temporary passwords. */
@Injectable()
export class TemporaryPasswords {
  constructor(private readonly hasher: PasswordHasher) {}

  /** Made and hashed before a transaction begins: hashing waits its turn. */
  async make(): Promise<IssuedPassword> {
    const password = newTemporaryPassword();
    return { password, hash: await this.hasher.hash(normalTemporaryPassword(password)) };
  }

  /** Gives it to an account, for 30 days to the second (S38); returns what the mail says. */
  issue(account: Account, { password, hash }: IssuedPassword, now: Date): { username: string; password: string; endsAt: string } {
    const endsAt = after(now, TEMPORARY_PASSWORD_LIFE);
    account.issueTemporaryPassword(hash, endsAt);
    return { username: account.username, password, endsAt: endsAt.toISOString() };
  }
}
