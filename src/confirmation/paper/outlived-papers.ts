import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { Person } from '../../cases/person.entity.js';
import { repliedOf } from '../../invitations/replied.js';
import { Reply } from '../../invitations/reply.entity.js';
import { Confirmation } from '../confirmation.entity.js';

/** When the reply that answers for a person said that they are not in Canada; null when it said otherwise, or there is none. */
export async function repliedAwayAt(em: EntityManager, person: Person): Promise<Date | null> {
  const where = { invitation: { caseFile: person.caseFile.id }, sentAt: { $ne: null } };
  const reply = (await em.findOne(Reply, where, {
    populate: ['person.caseFile.persons', 'members'],
    strategy: 'select-in',
  })) as Reply | null;
  return reply?.sentAt && repliedOf(reply, person).answers.inCanada === false ? reply.sentAt : null;
}

/**
 * A reply is sent: of the people it says are away, forms on paper that were recorded before count no more. The newest statement counts.
 * Nobody on the case has declared in any other way, for accounts are made after the reply.
 * @param reply with its members and the persons of its case
 * @returns whose forms count no more
 */
export async function outlivePapers(em: EntityManager, reply: Reply, now: Date): Promise<Confirmation[]> {
  const away = reply.person.caseFile.persons.getItems().filter((person) => repliedOf(reply, person).answers.inCanada === false);
  const overtaken = await em.find(
    Confirmation,
    { person: { $in: away.map(({ id }) => id) } },
    { orderBy: { id: 'asc' }, populate: ['person'], strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const counting = overtaken.filter(
    ({ presence, residence }) => residence !== 'confirmed' && (presence === 'declared' || presence === 'verified'),
  );
  for (const confirmation of counting) confirmation.outlivePaper(now);
  return counting;
}
