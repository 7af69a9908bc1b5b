import type { EntityManager } from '@mikro-orm/postgresql';
import { Person } from '../cases/person.entity.js';
import type { Recipient } from '../mail/outbox.js';
import { Account } from './account.entity.js';

/** Who gets a mail about an account; where another account shares the mailbox, with the given name that tells whose it is. */
export async function accountReader(em: EntityManager, account: Account): Promise<Recipient> {
  const { email, emailIndex, language, kind, id } = account;
  const to = { email, language, kind, person: account.person };
  if (!account.person || (await em.count(Account, { emailIndex, id: { $ne: id } })) === 0) return to;
  const { facts } = await em.findOneOrFail(Person, { id: account.person.id });
  return facts.givenNames ? { ...to, sharer: facts.givenNames } : to;
}
