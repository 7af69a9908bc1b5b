import { AddressDraft } from '../confirmation/drafts/address-draft.entity.js';
import { PhotoDraft } from '../photos/prepared/photo-draft.entity.js';
import type { EntityManager } from '@mikro-orm/postgresql';
import { familyRole } from '../cases/family-role.js';
import { Person } from '../cases/person.entity.js';
import { dayOf } from '../language/formats.js';
import { Account } from './account.entity.js';
import { ActingConsent } from './acting-consent.entity.js';
import { ActsFor } from './acts-for.entity.js';
import { type Acting, actingFor } from './acts-for.policy.js';

/** Somebody on a case, with who acts for them by the policy. */
export interface ActedFor {
  readonly person: Person;
  readonly acting: Acting;
  readonly hasAccount: boolean;
  /** The consent they gave. */
  readonly consent: ActingConsent | null;
  /** A link that waits to be answered. */
  readonly asked: ActingConsent | null;
}

/** Everybody on a case and who acts for each of them, at this moment. */
export async function familyActing(em: EntityManager, caseFileId: string, now: Date): Promise<ActedFor[]> {
  const persons = await em.find(Person, { caseFile: caseFileId }, { populate: ['caseFile'] });
  const ids = persons.map(({ id }) => id);
  const accounts = await em.find(Account, { person: { $in: ids } });
  const consents = await em.find(ActingConsent, { person: { $in: ids } }, { orderBy: { askedAt: 'desc' } });
  return persons.map((person) => {
    const account = accounts.find((one) => one.person?.id === person.id);
    const own = consents.filter((one) => one.person.id === person.id);
    const answered = own.find(({ answer }) => answer) ?? null;
    const acting = actingFor({
      role: familyRole(person.relation, person.facts.dateOfBirth, person.caseFile.appliedOn, dayOf(now)),
      account: !account ? 'none' : account.passwordChangedAt ? 'opened' : 'made',
      consent: answered?.answer ?? 'none',
    });
    const asked = own.find((one) => one.stateAt(now) === 'open') ?? null;
    return { person, acting, hasAccount: account !== undefined, consent: answered?.answer === 'given' ? answered : null, asked };
  });
}

/** The principal applicant's account acts for everybody for whom the policy says so and it does not yet. */
export async function letPrincipalAct(em: EntityManager, account: Account, caseFileId: string, now: Date): Promise<void> {
  const there = await em.find(ActsFor, { account });
  for (const { person, acting, consent } of await familyActing(em, caseFileId, now)) {
    if (acting.by !== 'principal' || !acting.as || there.some((row) => row.person.id === person.id)) continue;
    const agreed = acting.as === 'principal_with_consent' ? { consentId: consent?.id ?? null, consentAnswer: 'given' as const } : {};
    em.create(ActsFor, { account, person, relation: acting.as, since: now, ...agreed });
  }
}

/** Whoever opens an account of their own acts alone from here on (PORTAL.md 2). True when somebody acted for them until now. */
export async function actAlone(em: EntityManager, account: Account, now: Date): Promise<boolean> {
  if (!account.person) return false;
  const others = { person: account.person.id, account: { $ne: account.id }, until: null };
  if ((await em.nativeUpdate(ActsFor, others, { until: now })) === 0) return false;
  // what the other's representative prepared for them has nobody left to take it over; whom they named themselves goes on
  const ofOthers = { person: account.person.id, representation: { person: { $ne: account.person.id } } };
  await em.nativeDelete(AddressDraft, ofOthers);
  await em.nativeDelete(PhotoDraft, ofOthers);
  return true;
}
