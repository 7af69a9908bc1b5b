import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../access/actor.js';
import { ActsFor } from '../accounts/acts-for.entity.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import { RecordError } from '../residence/record-error.entity.js';
import type { WithdrawalReason } from './batches/card-batch.rules.js';
import { withdrawPlace } from './batches/withdraw-place.js';
import { personsWithErrors } from './mailed/mail-again.js';

/**
 * A card that is not in the mail yet is held, and leaves its batch: an error is looked at, the file is suspended, or an account that acts
 * for the person is reported. One that only waits for print is stopped by the file and the account themselves, and stays as it is then.
 * Called in the transaction of that act, which has locked the confirmation.
 */
export async function keepBack(
  em: EntityManager,
  audit: AuditLog,
  confirmation: Confirmation,
  reason: WithdrawalReason,
  actor: Actor,
  now: Date,
): Promise<void> {
  const { card, person } = confirmation;
  if (card?.state !== 'printed' && !(card?.state === 'requested' && reason === 'correction')) return;
  confirmation.holdCard();
  await withdrawPlace(em, card, reason, now);
  audit.record(em, actor, 'card.held', person.id, now, { card: card.id, reason }, person.caseFile.id);
}

/** A card that is asked for while an error on the record is looked at waits like one that was asked for before (PORTAL.md 6.18). */
export async function keepBackForErrors(
  em: EntityManager,
  audit: AuditLog,
  confirmation: Confirmation,
  actor: Actor,
  now: Date,
): Promise<void> {
  if ((await personsWithErrors(em, [confirmation.person.id])).size === 0) return;
  await em.flush(); // a card begins with its request, also in the database
  await keepBack(em, audit, confirmation, 'correction', actor, now);
}

/** One cause is gone: the card is asked for anew, unless another cause still holds it. */
export async function letGo(em: EntityManager, audit: AuditLog, confirmation: Confirmation, actor: Actor | null, now: Date): Promise<void> {
  const { card, person, suspendedAt } = confirmation;
  if (card?.state !== 'held' || suspendedAt) return;
  const errors = await em.find(RecordError, { person, closedAt: null });
  if (errors.some(({ closedAt }) => !closedAt) || (await reportedPersons(em, [person.id])).has(person.id)) return;
  confirmation.releaseCard();
  audit.record(em, actor, 'card.released', person.id, now, { card: card.id }, person.caseFile.id);
}

/** Those of the persons for whom an account acts that is closed since somebody said "this wasn't me": its address may be a stranger's. */
export async function reportedPersons(em: EntityManager, persons: readonly string[]): Promise<ReadonlySet<string>> {
  const reported = { state: 'suspended', suspendedReason: 'not_me' } as const;
  const found = await em.find(ActsFor, { person: { $in: [...persons] }, until: null, account: reported }, { populate: ['account'] });
  // as this transaction leaves it
  return new Set(found.filter(({ account }) => account.state === 'suspended').map(({ person }) => person.id));
}

/** Those of the persons whose card does not go to print now: an account is reported, or an error on the record is looked at. */
export async function stoppedPersons(em: EntityManager, persons: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set([...(await reportedPersons(em, persons)), ...(await personsWithErrors(em, persons))]);
}
