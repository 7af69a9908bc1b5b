import type { EntityManager } from '@mikro-orm/postgresql';
import { ForbiddenException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from './account.entity.js';

/**
 * Who lost an account, or its second step, gets it back from somebody else, and an officer from a supervisor only.
 * @throws ForbiddenException
 */
export async function assertMayGiveBack(em: EntityManager, officer: Actor<'officer'>, account: Account): Promise<void> {
  if (account.id === officer.accountId) throw new ForbiddenException('their own');
  if (account.kind !== 'officer') return;
  const by = await em.findOneOrFail(Account, { id: officer.accountId });
  if (by.role !== 'supervisor') throw new ForbiddenException('a supervisor does it');
}
