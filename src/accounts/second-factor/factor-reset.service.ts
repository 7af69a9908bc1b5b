import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { Clock } from '../../clock.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { isUuid } from '../../database/uuid.js';
import { Account } from '../account.entity.js';
import { nameOf } from '../account-name.js';
import type { IdentityCheck } from '../identity-check.js';
import { assertMayGiveBack } from '../may-give-back.js';
import { FactorRemoval } from './factor-removal.service.js';
import { hasSecondFactor } from './has-second-factor.js';
import { lockedAccount } from './second-factors.service.js';

/** Whose second step an officer looks at. */
export interface ResetAccount {
  readonly id: string;
  readonly kind: Account['kind'];
  readonly name: string;
  readonly caseId: string | null;
  readonly twoSteps: boolean;
}

/** Removing the second step of somebody who has lost it: an officer's act for people, a supervisor's for officers. */
@Injectable()
export class FactorReset {
  constructor(
    private readonly em: EntityManager,
    private readonly removal: FactorRemoval,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundException, or ForbiddenException where only a supervisor may */
  async of(officer: Actor<'officer'>, accountId: string): Promise<ResetAccount> {
    const account = isUuid(accountId) ? await this.em.findOne(Account, { id: accountId }, { populate: ['person.caseFile'] }) : null;
    if (!account) throw new NotFoundException();
    await assertMayGiveBack(this.em, officer, account);
    const { id, kind, person } = account;
    return { id, kind, name: nameOf(account), caseId: person?.caseFile.id ?? null, twoSteps: await hasSecondFactor(this.em, id) };
  }

  /**
   * @throws NotFoundException, ForbiddenException as above
   * @throws TransitionRefused when it has none, or no more
   */
  async reset(officer: Actor<'officer'>, accountId: string, checkedBy: IdentityCheck): Promise<void> {
    await this.of(officer, accountId);
    await this.em.transactional(
      async (em) => {
        await assertMayGiveBack(em, officer, await lockedAccount(em, accountId));
        const removed = await this.removal.removeAll(em, accountId, officer, this.clock.now(), checkedBy);
        if (removed === 0) throw new TransitionRefused('secondFactor', 'none', 'reset');
      },
      { clear: true },
    );
  }
}
