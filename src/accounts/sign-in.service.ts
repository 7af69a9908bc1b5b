import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { OFFICER_SESSION_LONGEST, SESSION_IDLE, SESSION_LONGEST } from '../sessions/session.rules.js';
import type { SignedIn } from '../sessions/signed-in.js';
import { RequestLimits } from '../security/request-limits.js';
import { Account } from './account.entity.js';
import { isUsername } from './credentials.js';
import { normalPassword, normalTemporaryPassword } from './password.rules.js';
import { PasswordHasher } from './password-hasher.js';
import { SignInEvent } from './sign-in-event.entity.js';

/** Checks who wants to sign in. */
@Injectable()
export class SignInService {
  constructor(
    private readonly em: EntityManager,
    private readonly hasher: PasswordHasher,
    private readonly limits: RequestLimits,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The signed-in person, or null: the same answer, after the same work, for an unknown name, a wrong, expired or dead password and
   * a suspended account (S40, TRUST.md 14).
   * @param address the visitor's network address, for the limits
   * @param device what `deviceOf` says, for the owner's list of sign-ins; a sign-in that succeeds is written there by SessionStart
   * @throws TooManyRequests with the waiting time
   */
  async signIn(username: string, password: string, address: string, device = '?/?'): Promise<SignedIn | null> {
    const name = username.trim().toLowerCase();
    await this.limits.takeSignIn(name, address);
    const now = this.clock.now();
    const account = isUsername(name) ? await this.em.findOne(Account, { username: name }, { populate: ['person.caseFile'] }) : null;
    const temporary = account?.state === 'temporary';
    const hashed = temporary ? (account?.temporaryPasswordWorks(now) ? account.temporaryPasswordHash : null) : account?.passwordHash;
    const matches = await this.hasher.verify(hashed, temporary ? normalTemporaryPassword(password) : normalPassword(password));
    if (!account || !matches || account.state === 'suspended') {
      if (account) await this.#record(account, null, 'sign_in.refused', now, device);
      return null;
    }
    await this.limits.forgetWrongPasswords(name, address);
    const signedIn = signedInAs(account, now);
    await this.#record(account, signedIn.actor, 'sign_in.done', now);
    return signedIn;
  }

  /** A person signs again with their password before an act that matters (PORTAL.md 5, the declaration as a ceremony). */
  async confirmsPassword(actor: Actor, password: string, address: string): Promise<boolean> {
    const account = await this.em.findOneOrFail(Account, { id: actor.accountId });
    await this.limits.takeSignIn(account.username, address);
    const matches = await this.hasher.verify(account.passwordHash, normalPassword(password));
    if (matches) await this.limits.forgetWrongPasswords(account.username, address);
    return matches;
  }

  async #record(account: Account, actor: Actor | null, action: string, now: Date, refusedOn: string | null = null): Promise<void> {
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

/** What a new session knows of an account. */
export function signedInAs(account: Account, now: Date): SignedIn {
  const longest = account.kind === 'officer' ? OFFICER_SESSION_LONGEST : SESSION_LONGEST;
  return {
    actor: {
      kind: account.state === 'temporary' ? 'newcomer' : account.kind,
      accountId: account.id,
      personId: account.person?.id ?? null,
      language: account.language,
    } as Actor,
    name: account.person?.fullName ?? account.displayName ?? '',
    contactAddress: account.person?.caseFile.contactAddress ?? null,
    sessionEndsAt: new Date(now.getTime() + longest),
    idleMilliseconds: SESSION_IDLE,
  };
}
