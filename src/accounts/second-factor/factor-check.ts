import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.js';
import { Outbox } from '../../mail/outbox.js';
import type { Account } from '../account.entity.js';
import { Passkeys } from './passkeys.js';
import { RecoveryCodes } from './recovery-codes.js';
import { readCode } from './second-factor.rules.js';
import { SecondFactor } from './second-factor.entity.js';

/** Takes what somebody has beside their password; always in the caller's transaction, with the account locked. */
@Injectable()
export class FactorCheck {
  constructor(
    private readonly codes: RecoveryCodes,
    private readonly passkeys: Passkeys,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /** A code of one of the account's apps; each step counts once. */
  async takesCode(em: EntityManager, account: Account, typed: string, now: Date): Promise<boolean> {
    const code = readCode(typed);
    if (!code) return false;
    const apps = await em.find(SecondFactor, { account: account.id, kind: 'app' });
    return apps.some((app) => app.takeCode(code, now));
  }

  /** The answer of one of the account's passkeys to the challenge that this session was given. */
  async takesPasskey(em: EntityManager, account: Account, given: string, challenge: string, now: Date): Promise<boolean> {
    const known = await em.find(SecondFactor, { account: account.id, kind: 'passkey' });
    const proved = challenge ? await this.passkeys.judge(given, challenge, known) : null;
    proved?.passkey.countUse(proved.counter, now);
    return proved !== null;
  }

  /** A recovery code; its owner is told by mail that it is used up. */
  async takesRecoveryCode(em: EntityManager, account: Account, typed: string, now: Date): Promise<boolean> {
    if (!(await this.codes.take(em, account.id, typed, now))) return false;
    const left = await this.codes.left(em, account.id);
    this.audit.record(em, null, 'recovery_code.used', account.id, now, { left }, account.person?.caseFile.id ?? null);
    this.outbox.add(em, 'recovery-code-used', account, { doneAt: now.toISOString(), left }, now);
    return true;
  }
}
