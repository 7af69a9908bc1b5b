import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { Account } from '../accounts/account.entity.js';
import { hasSecondFactor } from '../accounts/second-factor/has-second-factor.js';
import { countryName } from '../cases/countries.js';
import { entriesOf } from '../cases/entries.js';
import { whyNotChangeFamily } from '../cases/family.policy.js';
import { inFamilyOrder } from '../cases/family-order.js';
import type { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import type { Entry } from '../confirmation/lane-facts.js';
import { type Standing, standingOf } from '../confirmation/standing.js';
import type { Invitation } from '../invitations/invitation.entity.js';
import type { Reply } from '../invitations/reply.entity.js';
import type { Language } from '../language/language.js';
import { writtenUci } from '../privacy/normalise.js';
import { OpenSessions } from '../sessions/open-sessions.js';
import { type CaseAct, personActs } from './case-acts.js';

/** A person on the page of a case, as plain values for the view. */
export interface CasePerson {
  readonly person: ReturnType<typeof shownPerson>;
  readonly standing: Standing;
  readonly account: Record<string, unknown>;
  readonly canChangeEmail: boolean;
  readonly removable: boolean;
  readonly acts: readonly CaseAct[];
  readonly entry: Entry;
}

/** The persons of a case as an officer sees them, the principal applicant first. */
@Injectable()
export class CasePersons {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: OpenSessions,
    private readonly clock: Clock,
  ) {}

  async of(officer: Actor<'officer'>, invitation: Invitation, reply: Reply | null, language: Language): Promise<CasePerson[]> {
    const persons = inFamilyOrder(invitation.caseFile.persons.getItems());
    const ids = persons.map(({ id }) => id);
    const now = this.clock.now();
    const entries = await entriesOf(this.em, ids, now);
    const confirmations = await this.em.find(Confirmation, { person: { $in: ids } }, { populate: ['photo', 'card'] });
    const accounts = await this.em.find(Account, { person: { $in: ids } });
    const mayMakeCards = may(officer.role, 'card.issue');
    return Promise.all(
      persons.map(async (person) => {
        const confirmation = confirmations.find((one) => one.person.id === person.id);
        const entry = entries.get(person.id);
        if (!confirmation || !entry) throw new NotFoundException();
        const account = accounts.find((one) => one.person?.id === person.id) ?? null;
        const answered = person.id === reply?.person.id ? reply : null;
        return {
          person: shownPerson(person, language, answered && !answered.changesEmail ? answered.emailConfirmedAt : null),
          standing: standingOf(confirmation, entry, now),
          account: await this.#accountOf(account, entry),
          canChangeEmail: account !== null,
          removable: whyNotChangeFamily(invitation.state, person.relation) === null,
          acts: personActs(person.id, entry, confirmation, answered, account?.version ?? null, language, mayMakeCards),
          entry,
        };
      }),
    );
  }

  async #accountOf(account: Account | null, entry: Entry): Promise<Record<string, unknown>> {
    return {
      state: account?.state === 'suspended' ? 'suspended' : entry.account,
      createdAt: account?.createdAt ?? null,
      endsAt: entry.temporaryPasswordEndsAt ?? null,
      passwordChangedAt: account?.passwordChangedAt ?? null,
      id: account?.id ?? '',
      twoSteps: account ? await hasSecondFactor(this.em, account.id) : false,
      sessions: account ? (await this.sessions.of(account.id)).length : 0,
    };
  }
}

function shownPerson(
  { id, relation, fullName, facts, email, emailConfirmedAt, appearance }: Person,
  language: Language,
  inReply: Date | null | undefined,
) {
  return {
    id,
    relation,
    name: fullName,
    ...facts,
    countryOfBirth: countryName(facts.countryOfBirth, language),
    citizenship: countryName(facts.citizenship, language),
    uci: writtenUci(facts.uci),
    email,
    emailConfirmedAt: emailConfirmedAt ?? inReply ?? null,
    appearance: appearance ? { ...appearance } : null,
  };
}
