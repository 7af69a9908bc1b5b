import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { Actor } from '../access/actor.js';
import type { AuditAction } from '../audit/audit-actions.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { OFFICER_SESSION_LONGEST, SESSION_IDLE, SESSION_LONGEST } from '../sessions/session.rules.js';
import { hashOfToken } from '../privacy/vault.js';
import type { SignedIn } from '../sessions/signed-in.js';
import { RequestLimits, WRONG_IN_A_ROW } from '../security/request-limits.js';
import { Account } from './account.entity.js';
import { isUsername } from './credentials.js';
import { evenMoment } from './even-answer.js';
import { KnownDevice } from './known-device.entity.js';
import { normalPassword, normalTemporaryPassword, standsAlone } from './password.rules.js';
import { hasSecondFactor } from './second-factor/has-second-factor.js';
import { PasswordHasher, type Verify } from './password-hasher.js';
import { SignInEvent } from './sign-in-event.entity.js';
import { type OpenedSignIn, SignInLinkService } from './sign-in-link.service.js';

/** What a browser has to show beside a password. */
export interface BrowserProof {
  /** What a mailed link opened in it. */
  readonly opened: OpenedSignIn | null;
  /** The token of its own cookie; empty when it has none. */
  readonly token: string;
}

/** What a try to sign in is judged by. */
interface Given {
  readonly name: string;
  readonly password: string;
  readonly address: string;
  readonly device: string;
  readonly now: Date;
  readonly verify: Verify;
}

/** The right password, chosen beside a second step that an officer has removed since, is too short to open the account alone (TRUST.md 12). */
export class PasswordTooShortAlone extends Error {
  override readonly name = 'PasswordTooShortAlone';
}

/** Checks who wants to sign in. */
@Injectable()
export class SignInService {
  constructor(
    private readonly em: EntityManager,
    private readonly hasher: PasswordHasher,
    private readonly limits: RequestLimits,
    private readonly links: SignInLinkService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  /**
   * Who has the right password; where their account has a second factor, that is asked before a session begins. Null is the same
   * answer, after the same work, for an unknown name, a wrong, expired or dead password and a suspended account (S40, TRUST.md 14).
   * @param address the visitor's network address, for the limits
   * @param device what `deviceOf` says, for the owner's list of sign-ins; a sign-in that succeeds is written there by SessionStart
   * @param browser what this browser has to show: it counts after many wrong passwords in a row
   * @throws TooManyRequests with the waiting time
   * @throws PasswordTooShortAlone
   */
  async signIn(
    username: string,
    password: string,
    address: string,
    device = '?/?',
    browser: BrowserProof = { opened: null, token: '' },
  ): Promise<SignedIn | null> {
    const name = username.trim().toLowerCase();
    return this.hasher.verifying('visitor', async (verify) => {
      const { inRow } = await this.limits.takeSignIn(name, address);
      const given: Given = { name, password, address, device, now: this.clock.now(), verify };
      if (inRow <= WRONG_IN_A_ROW || (await this.#isTrusted(browser, name, given.now))) return this.#judge(given);
      await this.#refuse(given, inRow);
      return null;
    });
  }

  /** A mailed link was used in it, or the account's owner has signed in with it before. */
  async #isTrusted({ opened, token }: BrowserProof, name: string, now: Date): Promise<boolean> {
    const known = await this.em.count(KnownDevice, { account: { username: isUsername(name) ? name : '' }, deviceHash: hashOfToken(token) });
    return known > 0 || (opened?.name === name && now.getTime() < opened.until);
  }

  /**
   * Too many wrong ones in a row, for a name that somebody has or that nobody has: even the right one is refused, in the same words and
   * after the same time. Its owner gets a link that lets their browser try; whoever guesses learns nothing.
   */
  async #refuse(given: Given, inRow: number): Promise<void> {
    const even = evenMoment();
    const { account, matches } = await this.#compare(given);
    const refusedAt = even();
    if (account) {
      await this.#record(account, null, 'sign_in.refused', given.now, given.device);
      if (matches || inRow === WRONG_IN_A_ROW + 1) await this.links.mail(account.id);
    }
    await refusedAt;
  }

  async #compare({ name, password, now, verify }: Given): Promise<{ account: Account | null; matches: boolean }> {
    const account = isUsername(name) ? await this.em.findOne(Account, { username: name }, { populate: ['person.caseFile'] }) : null;
    const temporary = account?.state === 'temporary';
    const hashed = temporary ? (account?.temporaryPasswordWorks(now) ? account.temporaryPasswordHash : null) : account?.passwordHash;
    const matches = await verify(hashed, temporary ? normalTemporaryPassword(password) : normalPassword(password));
    return { account, matches: matches && account?.state !== 'suspended' };
  }

  async #judge(given: Given): Promise<SignedIn | null> {
    const { name, password, address, now, device } = given;
    const even = evenMoment();
    const { account, matches } = await this.#compare(given);
    if (!account || !matches) {
      const refusedAt = even();
      if (account) await this.#record(account, null, 'sign_in.refused', now, device);
      await refusedAt; // writing that down takes time, and would tell that there is an account
      return null;
    }
    await this.limits.forgetWrongPasswords(name, address);
    const twice = await hasSecondFactor(this.em, account.id);
    if (!twice && account.state === 'active' && !standsAlone(password)) {
      await this.#record(account, null, 'sign_in.refused', now, device);
      throw new PasswordTooShortAlone();
    }
    const signedIn = signedInAs(account, now, twice);
    await this.#record(account, signedIn.actor, twice ? 'sign_in.password_passed' : 'sign_in.done', now);
    return signedIn;
  }

  /** A person signs again with their password before an act that matters (PORTAL.md 5, the declaration as a ceremony). @throws TooManyRequests */
  async confirmsPassword(actor: Actor, password: string): Promise<boolean> {
    const account = await this.em.findOneOrFail(Account, { id: actor.accountId });
    const matches = await this.hasher.verifying('known', async (verify) => {
      await this.limits.takeOwnPassword(actor.accountId);
      return verify(account.passwordHash, normalPassword(password));
    });
    if (matches) await this.limits.forgetOwnPassword(actor.accountId);
    else this.logger.warn({ account: actor.accountId, kind: actor.kind }, 'a password given once more was wrong');
    return matches;
  }

  async #record(account: Account, actor: Actor | null, action: AuditAction, now: Date, refusedOn: string | null = null): Promise<void> {
    await this.em.transactional(
      async (em) => {
        this.audit.record(em, actor, action, account.id, now, {}, account.person?.caseFile.id ?? null);
        if (refusedOn !== null)
          em.create(SignInEvent, { account: em.getReference(Account, account.id), at: now, outcome: 'refused', device: refusedOn });
      },
      { clear: true },
    );
  }
}

/**
 * What a new session knows of an account.
 * @param twice whether it has a second factor: an officer without one may only add one (TRUST.md 1)
 */
export function signedInAs(account: Account, now: Date, twice: boolean): SignedIn {
  const longest = account.kind === 'officer' ? OFFICER_SESSION_LONGEST : SESSION_LONGEST;
  return {
    actor: {
      kind: account.state === 'temporary' ? 'newcomer' : account.kind === 'officer' && !twice ? 'entrant' : account.kind,
      accountId: account.id,
      personId: account.person?.id ?? null,
      ...(account.kind === 'officer' && account.state !== 'temporary' ? { role: account.role } : {}),
      language: account.language,
    } as Actor,
    contactAddress: account.person?.caseFile.contactAddress ?? null,
    sessionEndsAt: new Date(now.getTime() + longest),
    idleMilliseconds: SESSION_IDLE,
    epoch: account.sessionEpoch,
  };
}
