import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { Account } from './account.entity.js';
import { BreachedPasswords } from './breached-passwords.js';
import type { OwnDetails } from './own-details.rules.js';
import { normalPassword, type PasswordProblem, passwordProblem, shortestPassword } from './password.rules.js';
import { hasSecondFactor } from './second-factor/has-second-factor.js';

/** Judges the passwords that people choose: by the rules, and by what is known of the person (TRUST.md 12). */
@Injectable()
export class PasswordJudge {
  constructor(private readonly breached: BreachedPasswords) {}

  /** What is wrong with a password for this account, or null. */
  async problemOf(em: EntityManager, accountId: string, password: string): Promise<PasswordProblem | null> {
    const own = await ownDetailsOf(em, accountId);
    const problem = passwordProblem(password, own, await this.shortestFor(em, accountId));
    if (problem) return problem;
    return (await this.breached.has(normalPassword(password))) ? 'breached' : null;
  }

  /** How long a password of this account must be: shorter beside a second factor. */
  async shortestFor(em: EntityManager, accountId: string): Promise<number> {
    return shortestPassword(await hasSecondFactor(em, accountId));
  }
}

async function ownDetailsOf(em: EntityManager, accountId: string): Promise<OwnDetails> {
  const { username, email, displayName, person } = await em.findOneOrFail(
    Account,
    { id: accountId },
    { populate: ['person.caseFile'], refresh: true },
  );
  const confirmation = person ? await em.findOne(Confirmation, { person: person.id }) : null;
  const addresses = [confirmation?.homeAddress, confirmation?.mailingAddress].flatMap((address) =>
    address ? [address.street, address.extra, address.city, address.postalCode] : [],
  );
  return {
    username,
    email,
    names: person ? [person.facts.givenNames, person.facts.familyName] : [displayName ?? ''],
    uci: person?.facts.uci ?? '',
    applicationNumber: person?.caseFile.applicationNumber ?? '',
    dateOfBirth: person?.facts.dateOfBirth ?? '',
    addresses,
  };
}
