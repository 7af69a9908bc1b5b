import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { Outbox } from '../mail/outbox.js';
import { Account } from './account.entity.js';
import { normalPassword, type PasswordProblem, passwordProblem } from './password.rules.js';
import { PasswordHasher } from './password-hasher.js';

/** Passwords that people choose themselves. */
@Injectable()
export class OwnPasswordService {
  constructor(
    private readonly em: EntityManager,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The first own password; the temporary one is dead once this is saved (S6). Null when done, else what is wrong with it. */
  async create(newcomer: Actor<'newcomer'>, password: string): Promise<PasswordProblem | null> {
    return this.#save(newcomer.accountId, password, 'password.created');
  }

  /** A new password by a mailed link (S41). */
  async replace(accountId: string, password: string): Promise<PasswordProblem | null> {
    return this.#save(accountId, password, 'password.replaced');
  }

  async #save(accountId: string, password: string, action: string): Promise<PasswordProblem | null> {
    const known = await this.em.findOneOrFail(Account, { id: accountId }, { populate: ['person'] });
    const own = [
      known.username,
      known.email.split('@')[0] ?? '',
      known.displayName ?? '',
      known.person?.facts.familyName ?? '',
      known.person?.facts.givenNames ?? '',
      known.person?.facts.uci ?? '',
    ];
    const problem = passwordProblem(password, own);
    if (problem) return problem;
    const hashed = await this.hasher.hash(normalPassword(password)); // outside the transaction: it waits its turn
    const now = this.clock.now();
    await this.em.transactional(
      async (em) => {
        const account = await em.findOneOrFail(
          Account,
          { id: accountId },
          { populate: ['person.caseFile'], lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' },
        );
        account.setPassword(hashed, now);
        await em.getConnection().execute('delete from session where account_id = ?', [account.id], 'run', em.getTransactionContext());
        this.audit.record(em, null, action, account.id, now, {}, account.person?.caseFile.id ?? null);
        this.outbox.add(em, 'password-changed', { email: account.email, language: account.language }, {}, now);
      },
      { clear: true },
    );
    return null;
  }
}
