import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import { hashOfToken } from '../../privacy/vault.js';
import { RequestLimits } from '../../security/request-limits.js';
import type { SignedIn } from '../../sessions/signed-in.js';
import { Account } from '../account.entity.js';
import { KnownDevice } from '../known-device.entity.js';
import { SignInEvent } from '../sign-in-event.entity.js';
import { signedInAs } from '../sign-in.service.js';
import { FactorCheck } from './factor-check.js';
import { hasSecondFactor } from './has-second-factor.js';
import { SecondFactor } from './second-factor.entity.js';
import { VERIFICATION_LIFE } from './second-factor.rules.js';
import { lockedAccount } from './second-factors.service.js';

/** A right password that waits for its second step. It stands in a visitor's session, which belongs to no account yet. */
export interface PasswordPassed {
  readonly accountId: string;
  /** In milliseconds. */
  readonly at: number;
  /** Of the account when its password was read: another one since then, and it counts no more. */
  readonly epoch: number;
}

/** Where somebody tries: what `deviceOf` says, and the browser's own token, '' when it has none. */
export interface TryingBrowser {
  readonly device: string;
  readonly token: string;
}

/** How somebody proves it; also what the trail says. */
export type Proof = 'code' | 'recovery_code' | 'passkey';
export type Takes = (em: EntityManager, account: Account, now: Date) => Promise<boolean>;

/** The second step of a sign-in (TRUST.md 15). Nobody is remembered on a device: it is asked each time. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly em: EntityManager,
    private readonly check: FactorCheck,
    private readonly limits: RequestLimits,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** What a session keeps when the account has a second step to ask for; null when the password is enough. */
  async after(signedIn: SignedIn): Promise<PasswordPassed | null> {
    const { accountId } = signedIn.actor;
    if (!(await hasSecondFactor(this.em, accountId))) return null;
    return { accountId, at: this.clock.now().getTime(), epoch: signedIn.epoch };
  }

  /** The ways this account has; null when there is nothing to go on with: too late, another password since, or no way any more. */
  async waysOf(passed: PasswordPassed): Promise<readonly SecondFactor[] | null> {
    const account = await this.em.findOne(Account, { id: passed.accountId }, { disableIdentityMap: true });
    if (!account || !stillCounts(passed, account, this.clock.now())) return null;
    const ways = await this.em.find(SecondFactor, { account: account.id }, { disableIdentityMap: true });
    return ways.length > 0 ? ways : null;
  }

  byCode(passed: PasswordPassed, typed: string, browser: TryingBrowser): Promise<SignedIn | 'wrong' | 'over'> {
    return this.by('code', passed, browser, (em, account, now) => this.check.takesCode(em, account, typed, now));
  }

  byRecoveryCode(passed: PasswordPassed, typed: string, browser: TryingBrowser): Promise<SignedIn | 'wrong' | 'over'> {
    return this.by('recovery_code', passed, browser, (em, account, now) => this.check.takesRecoveryCode(em, account, typed, now));
  }

  byPasskey(passed: PasswordPassed, given: string, challenge: string, browser: TryingBrowser): Promise<SignedIn | 'wrong' | 'over'> {
    return this.by('passkey', passed, browser, (em, account, now) => this.check.takesPasskey(em, account, given, challenge, now));
  }

  /**
   * Who they are, once proved; `over`: they sign in anew.
   * @param browser a try that fails stands with its device in the owner's list of sign-ins
   * @throws TooManyRequests with the waiting time: a try counts before it is judged
   */
  async by(proof: Proof, passed: PasswordPassed, browser: TryingBrowser, takes: Takes): Promise<SignedIn | 'wrong' | 'over'> {
    const tries = await this.#triesOf(passed.accountId, browser);
    if (tries !== passed.accountId) await this.limits.consume('secondFactorTriesInKnownBrowsers', passed.accountId);
    await this.limits.consume('secondFactorTries', tries);
    const result = await this.em.transactional(
      async (em) => {
        const account = await lockedAccount(em, passed.accountId);
        const now = this.clock.now();
        if (!stillCounts(passed, account, now)) return 'over';
        const caseFile = account.person?.caseFile.id ?? null;
        if (!(await takes(em, account, now))) {
          this.audit.record(em, null, 'second_factor.refused', account.id, now, { by: proof }, caseFile);
          em.create(SignInEvent, { account, at: now, outcome: 'refused', device: browser.device });
          return 'wrong';
        }
        const signedIn = signedInAs(account, now, true);
        this.audit.record(em, signedIn.actor, 'sign_in.done', account.id, now, { by: proof }, caseFile);
        return signedIn;
      },
      { clear: true },
    );
    if (typeof result !== 'string') {
      await this.limits.forget('secondFactorTries', tries);
      await this.limits.forget('secondFactorTriesInKnownBrowsers', passed.accountId);
    }
    return result;
  }

  /**
   * Whose tries these are. A browser in which the owner signed in before has its own, so that somebody who found out the password and
   * tries codes elsewhere keeps nobody waiting; all other browsers, wherever they are, share those of the account.
   */
  async #triesOf(accountId: string, { token }: TryingBrowser): Promise<string> {
    const deviceHash = hashOfToken(token);
    return (await this.em.count(KnownDevice, { account: accountId, deviceHash })) > 0
      ? `${accountId} ${deviceHash.toString('base64url')}`
      : accountId;
  }
}

const stillCounts = (passed: PasswordPassed, account: Account, now: Date): boolean =>
  account.state !== 'suspended' && account.sessionEpoch === passed.epoch && now.getTime() - passed.at < VERIFICATION_LIFE;
