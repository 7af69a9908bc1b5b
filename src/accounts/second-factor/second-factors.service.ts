import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { Outbox } from '../../mail/outbox.js';
import { endSessions } from '../../sessions/end-sessions.js';
import { hashOfSession } from '../../sessions/session-store.js';
import { Account } from '../account.entity.js';
import { stepOf } from './authenticator-code.js';
import { hasSecondFactor } from './has-second-factor.js';
import type { NewPasskey } from './passkeys.js';
import { RecoveryCodes } from './recovery-codes.js';
import { FACTORS_MOST } from './second-factor.rules.js';
import { type FactorKind, SecondFactor } from './second-factor.entity.js';

/** Why a way is not added; also names of texts. */
export type AddingRefusal = 'wrongCode' | 'tooMany';
/** Codes come with the first way only: they are for the day it is lost. `again`: a second press, and the first one has added it. */
export type Added =
  | { readonly refusal: AddingRefusal | 'again' }
  | { readonly refusal: null; readonly codes: readonly string[] | null; readonly epoch: number };

/** Apps and passkeys of accounts: added and listed here (TRUST.md 15). */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly em: EntityManager,
    private readonly codes: RecoveryCodes,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async of(accountId: string): Promise<SecondFactor[]> {
    return this.em.find(SecondFactor, { account: accountId }, { orderBy: { addedAt: 'asc', id: 'asc' } });
  }

  /** How an app lists the account. */
  async usernameOf(accountId: string): Promise<string> {
    return (await this.em.findOneOrFail(Account, { id: accountId })).username;
  }

  codesLeft(accountId: string): Promise<number> {
    return this.codes.left(this.em, accountId);
  }

  /**
   * Adds an app whose first code proves that it shares the secret.
   * @param sessionId of whoever adds it: sessions that were opened without a second step end, but for this one
   */
  async addApp(actor: Actor, secret: string, code: string, sessionId: string): Promise<Added> {
    const lastStep = stepOf(secret, code, this.clock.now());
    if (lastStep === null) return { refusal: 'wrongCode' };
    const isSame = (known: SecondFactor): boolean => known.secret === secret; // twice there, each of its codes would count twice
    return this.#add(actor, sessionId, 'app', isSame, (em, account, now) => {
      em.create(SecondFactor, { account, kind: 'app', secret, lastStep, addedAt: now });
    });
  }

  /** Adds a passkey that proved itself. */
  addPasskey(actor: Actor, name: string, passkey: NewPasskey, sessionId: string): Promise<Added> {
    const isSame = ({ credentialId }: SecondFactor): boolean => Boolean(credentialId?.equals(passkey.credentialId));
    return this.#add(actor, sessionId, 'passkey', isSame, (em, account, addedAt) => {
      em.create(SecondFactor, { account, kind: 'passkey', name, ...passkey, addedAt });
    });
  }

  /** @throws TransitionRefused for an entrant whose account has a way by now: only who takes that one adds another */
  #add(
    actor: Actor,
    sessionId: string,
    kind: FactorKind,
    isSame: (known: SecondFactor) => boolean,
    make: (em: EntityManager, account: Account, now: Date) => void,
  ): Promise<Added> {
    return this.em.transactional(
      async (em): Promise<Added> => {
        const account = await lockedAccount(em, actor.accountId);
        const ways = await em.find(SecondFactor, { account: account.id });
        if (ways.some(isSame)) return { refusal: 'again' };
        const known = ways.length;
        if (known > 0 && actor.kind === 'entrant') throw new TransitionRefused('secondFactor', 'added', 'add');
        if (known >= FACTORS_MOST) return { refusal: 'tooMany' };
        const now = this.clock.now();
        make(em, account, now);
        const epoch = known === 0 ? await endSessions(em, account.id, hashOfSession(sessionId)) : account.sessionEpoch;
        this.audit.record(em, actor, 'second_factor.added', account.id, now, { way: kind }, account.person?.caseFile.id ?? null);
        this.outbox.add(em, 'second-factor-added', account, { doneAt: now.toISOString() }, now);
        return { refusal: null, codes: known === 0 ? await this.codes.make(em, account, now) : null, epoch };
      },
      { clear: true },
    );
  }

  /** New recovery codes; the former ones are dead. Null where there is nothing that they could stand in for. */
  newCodes(actor: Actor): Promise<readonly string[] | null> {
    return this.em.transactional(
      async (em) => {
        const account = await lockedAccount(em, actor.accountId);
        if (!(await hasSecondFactor(em, account.id))) return null;
        const now = this.clock.now();
        this.audit.record(em, actor, 'recovery_codes.made', account.id, now, {}, account.person?.caseFile.id ?? null);
        this.outbox.add(em, 'recovery-codes-made', account, { doneAt: now.toISOString() }, now);
        return this.codes.make(em, account, now);
      },
      { clear: true },
    );
  }
}

/** An account whose second factors are changed or used: one at a time. */
export const lockedAccount = (em: EntityManager, accountId: string): Promise<Account> =>
  em.findOneOrFail(
    Account,
    { id: accountId },
    { populate: ['person.caseFile'], lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' },
  );
