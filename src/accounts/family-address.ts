import type { EntityManager } from '@mikro-orm/postgresql';
import { Person } from '../cases/person.entity.js';
import { Account } from './account.entity.js';

/**
 * Whoever of the family has no account and shared the address that its owner has replaced shares the new one: nothing is mailed to a
 * mailbox that was given up. An address that nobody confirmed stays as it is.
 * @param former the index of the replaced address
 * @returns who followed
 */
export async function takeFamilyAlong(em: EntityManager, { person: owner, email }: Account, former: Buffer, now: Date): Promise<Person[]> {
  if (!owner) return [];
  const shared = { caseFile: owner.caseFile.id, emailIndex: former, emailConfirmedAt: { $ne: null }, id: { $ne: owner.id } };
  const others = await em.find(Person, shared);
  const accounts = await em.find(Account, { person: { $in: others.map(({ id }) => id) } });
  const following = others.filter(({ id }) => !accounts.some(({ person }) => person?.id === id));
  for (const other of following) other.confirmEmail(email, now);
  return following;
}
