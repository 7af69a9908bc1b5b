import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { hashOfToken } from '../../privacy/vault.js';
import type { Account } from '../account.entity.js';
import { newRecoveryCode } from '../credentials.js';
import { normalTemporaryPassword } from '../password.rules.js';
import { RecoveryCode } from './recovery-code.entity.js';
import { RECOVERY_CODES } from './second-factor.rules.js';

/** Codes for the day the phone is lost, always in the caller's transaction. */
@Injectable()
export class RecoveryCodes {
  /** New codes, to be shown once; the former ones are dead. */
  async make(em: EntityManager, account: Account, now: Date): Promise<string[]> {
    await this.forget(em, account.id);
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    for (const code of codes) em.create(RecoveryCode, { account, codeHash: hashOf(code), madeAt: now });
    return codes;
  }

  /** Uses a code up; false when it is none of this account's, or was used before. */
  async take(em: EntityManager, accountId: string, typed: string, now: Date): Promise<boolean> {
    const taken = { account: accountId, codeHash: hashOf(typed), usedAt: null };
    return (await em.nativeUpdate(RecoveryCode, taken, { usedAt: now })) > 0;
  }

  left(em: EntityManager, accountId: string): Promise<number> {
    return em.count(RecoveryCode, { account: accountId, usedAt: null });
  }

  async forget(em: EntityManager, accountId: string): Promise<void> {
    await em.nativeDelete(RecoveryCode, { account: accountId });
  }
}

/** Blanks, hyphens and capitals are forgiven, as in temporary passwords. */
const hashOf = (code: string): Buffer => hashOfToken(normalTemporaryPassword(code));
