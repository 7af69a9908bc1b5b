import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { after, Clock } from '../clock.js';
import { Outbox } from '../mail/outbox.js';
import { normalEmail } from '../privacy/normalise.js';
import { hashOfToken, newToken, vault } from '../privacy/vault.js';
import { RequestLimits } from '../security/request-limits.js';
import { Account } from './account.entity.js';
import { accountReader } from './account-reader.js';
import { isUsername } from './credentials.js';
import { evenly } from './even-answer.js';
import { OwnPasswordService } from './own-password.service.js';
import {
  PASSWORD_SHORTEST,
  type PasswordProblem,
  RESET_LINK_AGAIN,
  RESET_LINK_LIFE,
  RESET_LINK_MINUTES,
  RESET_LINKS_OPEN,
} from './password.rules.js';
import { PasswordJudge } from './password-judge.js';
import { PasswordReset } from './password-reset.entity.js';

/** What a link is when somebody opens it; also names of texts. */
export type ResetLink = 'open' | 'used' | 'ended' | 'unknown';

/** A link that can't be used, found out while it was being used. */
export class ResetLinkClosed extends Error {
  constructor(readonly link: Exclude<ResetLink, 'open'>) {
    super(`the link is ${link}`);
  }
}

/** Forgotten passwords (S41). */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly em: EntityManager,
    private readonly passwords: OwnPasswordService,
    private readonly judge: PasswordJudge,
    private readonly limits: RequestLimits,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Mails a link to whoever has an account with a password of their own under this name or address. The answer is the same, and
   * takes as long, where there is none (TRUST.md 14).
   * @param address the visitor's network address, for the limits
   * @throws TooManyRequests
   */
  async ask(usernameOrEmail: string, address: string): Promise<void> {
    await this.limits.consume('resetsPerAddress', address);
    const name = normalEmail(usernameOrEmail);
    const owner = isUsername(name) ? { username: name } : { emailIndex: vault().index('email', name) };
    await evenly(() =>
      this.em.transactional(
        async (em) => {
          const now = this.clock.now();
          const accounts = await em.find(
            Account,
            { ...owner, state: 'active' },
            { populate: ['person'], strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE },
          );
          for (const account of accounts) await this.#mailLink(em, account, now);
        },
        { clear: true },
      ),
    );
  }

  /** What the link of a mail is, and how long the new password must be; opening it changes nothing. */
  async linkOf(token: string): Promise<{ state: ResetLink; shortest: number }> {
    const reset = await this.em.findOne(PasswordReset, { tokenHash: hashOfToken(token) }, { disableIdentityMap: true });
    const shortest = reset ? await this.judge.shortestFor(this.em, reset.account.id) : PASSWORD_SHORTEST;
    return { state: stateOf(reset, this.clock.now()), shortest };
  }

  /**
   * Uses the link up and saves the new password, or says what is wrong with the password and leaves the link as it is. Tries at the former
   * password keep nobody waiting who has the new one.
   * @param address the visitor's network address, for the limits
   * @throws ResetLinkClosed
   */
  async use(token: string, password: string, address: string): Promise<PasswordProblem | null> {
    const found = await this.em.findOne(
      PasswordReset,
      { tokenHash: hashOfToken(token) },
      { populate: ['account'], disableIdentityMap: true },
    );
    assertOpen(found, this.clock.now());
    const problem = await this.passwords.replace(found.account.id, password, async (em, account, now) => {
      const reset = await em.findOne(PasswordReset, { id: found.id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      assertOpen(reset, now);
      if (account.state !== 'active') throw new ResetLinkClosed('ended'); // suspended since
      reset.usedAt = now;
    });
    if (!problem) await this.limits.forgetFormerPassword(found.account, address);
    return problem;
  }

  async #mailLink(em: EntityManager, account: Account, now: Date): Promise<void> {
    const open = await em.find(PasswordReset, { account, usedAt: null, endsAt: { $gt: now } }, { fields: ['createdAt'] });
    if (open.length >= RESET_LINKS_OPEN || open.some(({ createdAt }) => now < after(createdAt, RESET_LINK_AGAIN))) return;
    const token = newToken();
    em.create(PasswordReset, { account, tokenHash: hashOfToken(token), createdAt: now, endsAt: after(now, RESET_LINK_LIFE) });
    this.outbox.add(em, 'password-reset', await accountReader(em, account), { token, minutes: RESET_LINK_MINUTES }, now);
    this.audit.record(em, null, 'password.reset_asked', account.id, now, {}, account.person?.caseFile.id ?? null);
  }
}

function stateOf(reset: PasswordReset | null, now: Date): ResetLink {
  if (!reset) return 'unknown';
  if (reset.usedAt) return 'used';
  return now < reset.endsAt ? 'open' : 'ended';
}

function assertOpen(reset: PasswordReset | null, now: Date): asserts reset is PasswordReset {
  const link = stateOf(reset, now);
  if (link !== 'open') throw new ResetLinkClosed(link);
}
