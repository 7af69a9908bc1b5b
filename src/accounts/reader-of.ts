import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../cases/person.entity.js';
import type { Recipient } from '../mail/outbox.js';
import { ActsFor } from './acts-for.entity.js';

/** Who gets our mails about a person: whoever acts for them, as long as somebody else does, and otherwise they themselves. */
export async function readerOf(em: EntityManager, person: Person): Promise<Recipient> {
  const acts = await em.findOne(ActsFor, { person, until: null, relation: { $ne: 'self' } }, { populate: ['account.person'] });
  if (!acts) return person;
  const { email, language, person: actor } = acts.account;
  return { email, language, actsAs: actor?.fullName ?? '', person: actor };
}
