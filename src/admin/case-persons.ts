import { EntityManager } from '@mikro-orm/postgresql';
import { shownFacts } from '../cases/shown-facts.js';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { Account } from '../accounts/account.entity.js';
import { type ActedFor, familyActing } from '../accounts/family-acting.js';
import { hasSecondFactor } from '../accounts/second-factor/has-second-factor.js';
import { entriesOf } from '../cases/entries.js';
import { whyNotChangeFamily } from '../cases/family.policy.js';
import { inFamilyOrder } from '../cases/family-order.js';
import type { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import type { Entry } from '../confirmation/lane-facts.js';
import { type Standing, standingOf } from '../confirmation/standing.js';
import type { Invitation } from '../invitations/invitation.entity.js';
import { addressOf, type Replied, repliedOf } from '../invitations/replied.js';
import { holderOf, linkMark } from '../invitations/reply-addresses.service.js';
import type { Reply } from '../invitations/reply.entity.js';
import type { Language } from '../language/language.js';
import { normalEmail } from '../privacy/normalise.js';
import { whyNotName } from '../representatives/naming.policy.js';
import { OpenSessions } from '../sessions/open-sessions.js';
import { type CaseAct, personActs } from './case-acts.js';

/** A person on the page of a case, as plain values for the view. */
export interface CasePerson {
  readonly person: ReturnType<typeof shownPerson>;
  readonly standing: Standing;
  readonly account: Record<string, unknown>;
  readonly who: Record<string, unknown>;
  readonly canChangeEmail: boolean;
  /** The address whose link nobody has opened yet. */
  readonly linkWaitsAt: string | null;
  readonly removable: boolean;
  /** Whether they name a representative, for themselves and those they act for. */
  readonly mayName: boolean;
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

  /** @param held whether the case is under a legal hold */
  async of(
    officer: Actor<'officer'>,
    invitation: Invitation,
    reply: Reply | null,
    held: boolean,
    language: Language,
  ): Promise<CasePerson[]> {
    const persons = inFamilyOrder(invitation.caseFile.persons.getItems());
    const ids = persons.map(({ id }) => id);
    const now = this.clock.now();
    const entries = await entriesOf(this.em, ids, now);
    const confirmations = await this.em.find(Confirmation, { person: { $in: ids } }, { populate: ['photo', 'card'] });
    const accounts = await this.em.find(Account, { person: { $in: ids } });
    const family = await familyActing(this.em, invitation.caseFile.id, now);
    const mayMakeCards = may(officer.role, 'card.issue');
    return Promise.all(
      persons.map(async (person) => {
        const confirmation = confirmations.find((one) => one.person.id === person.id);
        const entry = entries.get(person.id);
        if (!confirmation || !entry) throw new NotFoundException();
        const account = accounts.find((one) => one.person?.id === person.id) ?? null;
        const acted = family.find((one) => one.person.id === person.id);
        if (!acted) throw new NotFoundException();
        const replied = reply && repliedOf(reply, person);
        const address = reply && addressOf(reply, person);
        const shared = sharing(person, persons, (one) => (reply ? addressOf(reply, one).email : one.email));
        const holder = reply && holderOf(reply, person.id);
        const link = holder && !account && acted.acting.account !== 'never' ? linkMark(holder) : '';
        return {
          person: shownPerson(person, language, replied && !replied.emailChanged ? replied.emailConfirmedAt : null),
          standing: standingOf(confirmation, entry, now),
          account: await this.#accountOf(account, entryOfAccount(entry, account, now), acted),
          who: shownActing(acted, replied, shared),
          canChangeEmail:
            account !== null ||
            (invitation.state === 'bounced' && person.relation === 'principal') ||
            (holder !== null && acted.acting.account !== 'never'),
          linkWaitsAt: link && replied ? replied.email : null,
          removable: whyNotChangeFamily(invitation.state, person.relation, held) === null,
          mayName: whyNotName(person.relation, acted.acting, acted.hasAccount) === null,
          acts: personActs(
            person.id,
            entryOfAccount(entry, account, now),
            confirmation,
            acted,
            { read: Boolean(reply?.readAt), confirmed: Boolean(address?.emailConfirmedAt), link, shared: shared !== '' },
            account?.version ?? null,
            language,
            mayMakeCards,
          ),
          entry,
        };
      }),
    );
  }

  async #accountOf(account: Account | null, entry: Entry, { acting }: ActedFor): Promise<Record<string, unknown>> {
    const none = acting.account === 'never' ? 'child' : entry.account;
    return {
      state: account?.state === 'suspended' ? 'suspended' : account ? entry.account : none,
      createdAt: account?.createdAt ?? null,
      endsAt: entry.temporaryPasswordEndsAt ?? null,
      passwordChangedAt: account?.passwordChangedAt ?? null,
      id: account?.id ?? '',
      twoSteps: account ? await hasSecondFactor(this.em, account.id) : false,
      sessions: account ? (await this.sessions.of(account.id)).length : 0,
    };
  }
}

/** Of their own account: somebody else's may act for them meanwhile. */
const entryOfAccount = (entry: Entry, account: Account | null, now: Date): Entry =>
  account
    ? { ...entry, account: accountState(account, entry, now), temporaryPasswordEndsAt: account.temporaryPasswordEndsAt ?? null }
    : { ...entry, account: 'none' };

function accountState(account: Account, entry: Entry, now: Date): Entry['account'] {
  if (account.state !== 'temporary') return 'active';
  if (entry.account === 'requested') return 'requested';
  return account.temporaryPasswordWorks(now) ? 'temporary' : 'expired';
}

/** Who else on the case has the same address: it is fine, and officers see it (S2b). */
const sharing = (person: Person, persons: readonly Person[], emailOf: (person: Person) => string): string =>
  persons
    .filter((other) => other.id !== person.id && normalEmail(emailOf(other)) === normalEmail(emailOf(person)))
    .map(({ fullName }) => fullName)
    .join(', ');

const shownActing = ({ acting, consent, asked, hasAccount }: ActedFor, replied: Replied | null, shared: string) => ({
  reason: acting.reason,
  agreedOn: consent?.answeredAt ?? null,
  askedOn: asked?.askedAt ?? null,
  wish: acting.mayAsk && !hasAccount ? (replied?.answers.acting ?? null) : null,
  shared,
  /** They can't be asked whether the principal applicant may act: the link would not reach them alone. */
  askNeedsAddress: acting.mayAsk && !hasAccount && shared !== '',
});

function shownPerson(
  { id, relation, fullName, facts, email, emailConfirmedAt, appearance }: Person,
  language: Language,
  inReply: Date | null | undefined,
) {
  return {
    id,
    relation,
    name: fullName,
    ...shownFacts(facts, language),
    email,
    emailConfirmedAt: emailConfirmedAt ?? inReply ?? null,
    appearance: appearance ? { ...appearance } : null,
  };
}
