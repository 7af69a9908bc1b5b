import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import { isUuid } from '../../database/uuid.js';
import { Outbox } from '../../mail/outbox.js';
import { RequestLimits, signedIn } from '../../security/request-limits.js';
import { endSessions } from '../../sessions/end-sessions.js';
import type { Account } from '../account.entity.js';
import { forgetBrowsers } from '../known-device.entity.js';
import { FactorCheck } from './factor-check.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecondFactor } from './second-factor.entity.js';
import { lockedAccount } from './second-factors.service.js';

/** Why a way stays; also names of texts. */
export type RemovalRefusal = 'wrongCode' | 'last' | 'shortPassword';

/** Taking an app or a passkey off an account: by its owner, or by an officer who has checked who they are. */
@Injectable()
export class FactorRemoval {
  constructor(
    private readonly em: EntityManager,
    private readonly check: FactorCheck,
    private readonly codes: RecoveryCodes,
    private readonly limits: RequestLimits,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundException when it is none of the actor's own */
  async find(actor: Actor, factorId: string): Promise<SecondFactor> {
    const factor = isUuid(factorId) ? await this.em.findOne(SecondFactor, { id: factorId, account: actor.accountId }) : null;
    if (!factor) throw new NotFoundException();
    return factor;
  }

  /**
   * Removes one of the actor's own; what was typed is a code of an app, or a recovery code. The last way of an officer stays.
   * @param passwordStandsAlone whether the password is long enough without a second step (TRUST.md 12)
   * @throws NotFoundException when it is none of theirs, or gone by now
   * @throws TooManyRequests
   */
  async remove(actor: Actor, factorId: string, typed: string, passwordStandsAlone: boolean): Promise<RemovalRefusal | null> {
    await this.find(actor, factorId);
    // whoever tries codes without having come in makes nobody wait who has
    const tries = signedIn(actor.accountId);
    await this.limits.consume('secondFactorTries', tries);
    const refusal = await this.em.transactional(
      async (em): Promise<RemovalRefusal | null> => {
        const account = await lockedAccount(em, actor.accountId);
        const factors = await em.find(SecondFactor, { account: account.id });
        const factor = factors.find(({ id }) => id === factorId);
        if (!factor) throw new NotFoundException();
        if (account.kind === 'officer' && factors.length === 1) return 'last';
        if (!passwordStandsAlone && factors.length === 1) return 'shortPassword';
        const now = this.clock.now();
        const taken =
          (await this.check.takesCode(em, account, typed, now)) || (await this.check.takesRecoveryCode(em, account, typed, now));
        if (!taken) return 'wrongCode';
        em.remove(factor);
        if (factors.length === 1) await this.codes.forget(em, account.id);
        this.#tell(em, account, actor, now, [factor]);
        return null;
      },
      { clear: true },
    );
    if (refusal === null) await this.limits.forget('secondFactorTries', tries);
    return refusal;
  }

  /**
   * Removes every way of somebody who has lost them all, in the caller's transaction, once who they are was checked: the password is
   * enough again, or an officer adds a new way at the next sign-in. Sessions of the account end, and its browsers are no longer known.
   * @param checkedBy how it was checked, for the trail
   * @returns how many there were
   */
  async removeAll(em: EntityManager, accountId: string, by: Actor, now: Date, checkedBy: string | null = null): Promise<number> {
    const account = await lockedAccount(em, accountId);
    const factors = await em.find(SecondFactor, { account: account.id });
    if (factors.length === 0) return 0;
    for (const factor of factors) em.remove(factor);
    await this.codes.forget(em, account.id);
    await endSessions(em, account.id);
    await forgetBrowsers(em, account.id);
    this.#tell(em, account, by, now, factors, checkedBy);
    return factors.length;
  }

  #tell(
    em: EntityManager,
    account: Account,
    by: Actor,
    now: Date,
    factors: readonly SecondFactor[],
    checkedBy: string | null = null,
  ): void {
    const ways = factors.map(({ kind }) => kind);
    this.audit.record(em, by, 'second_factor.removed', account.id, now, { ways, checkedBy }, account.person?.caseFile.id ?? null);
    this.outbox.add(em, 'second-factor-removed', account, { doneAt: now.toISOString() }, now);
  }
}
