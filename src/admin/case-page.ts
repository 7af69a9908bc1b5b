import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { Account } from '../accounts/account.entity.js';
import { hasSecondFactor } from '../accounts/second-factor/has-second-factor.js';
import { countryName } from '../cases/countries.js';
import { entriesOf } from '../cases/entries.js';
import type { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { standingOf } from '../confirmation/standing.js';
import { isUuid } from '../database/uuid.js';
import { Invitation } from '../invitations/invitation.entity.js';
import { Reply } from '../invitations/reply.entity.js';
import type { Language } from '../language/language.js';
import { writtenUci } from '../privacy/normalise.js';
import { LegalHolds } from '../retention/legal-holds.service.js';
import { OpenSessions } from '../sessions/open-sessions.js';
import { actsFor } from './case-acts.js';
import { RepresentativeSessions } from './representative-sessions.js';

/** What an officer sees of a case, as plain values for the view. */
@Injectable()
export class CasePage {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: OpenSessions,
    private readonly representatives: RepresentativeSessions,
    private readonly holds: LegalHolds,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundException */
  async of(officer: Actor<'officer'>, caseFileId: string, language: Language): Promise<Record<string, unknown>> {
    if (!isUuid(caseFileId)) throw new NotFoundException();
    const invitation = await this.em.findOne(Invitation, { caseFile: caseFileId }, { populate: ['caseFile.persons'] });
    const person = invitation?.caseFile.persons.find(({ relation }) => relation === 'principal');
    if (!invitation || !person) throw new NotFoundException();
    const confirmation = await this.em.findOneOrFail(Confirmation, { person }, { populate: ['photo', 'card'] });
    const account = await this.em.findOne(Account, { person });
    const reply = await this.em.findOne(Reply, { invitation, sentAt: { $ne: null } });
    const now = this.clock.now();
    const entry = (await entriesOf(this.em, [person.id], now)).get(person.id);
    if (!entry) throw new NotFoundException();
    const { caseFile } = invitation;
    const versions = { invitation: invitation.version, account: account?.version ?? null };
    const acts = actsFor(caseFile.id, person.id, entry, confirmation, reply, versions, language, may(officer.role, 'card.issue'));
    return {
      caseFile: {
        id: caseFile.id,
        applicationNumber: caseFile.applicationNumber,
        contactAddress: caseFile.contactAddress,
        language: caseFile.language,
        createdAt: caseFile.createdAt,
      },
      person: shownPerson(person, language, reply && !reply.changesEmail ? reply.emailConfirmedAt : null),
      standing: standingOf(confirmation, entry, now),
      invitation: {
        state: entry.invitation,
        sentAt: invitation.sentAt ?? null,
        endsAt: invitation.endsAt ?? null,
        repliedAt: invitation.repliedAt ?? null,
      },
      reply: reply
        ? { reference: reply.reference ?? '', readAt: reply.readAt ?? null, emailConfirmed: Boolean(reply.emailConfirmedAt) }
        : null,
      account: {
        state: account?.state === 'suspended' ? 'suspended' : entry.account,
        createdAt: account?.createdAt ?? null,
        endsAt: entry.temporaryPasswordEndsAt ?? null,
        passwordChangedAt: account?.passwordChangedAt ?? null,
        id: account?.id ?? '',
        twoSteps: account ? await hasSecondFactor(this.em, account.id) : false,
        sessions: account ? (await this.sessions.of(account.id)).length : 0,
      },
      representative: await this.representatives.inCase(caseFile.id),
      canChangeEmail: account !== null,
      hold: { case: caseFile.id, since: await this.#heldSince(caseFile.id) },
      acts,
      hints: HINTS.filter(([act]) => acts.some(({ name }) => name === act)).map(([, text]) => text),
    };
  }

  async #heldSince(caseFileId: string): Promise<Date | null> {
    const open = (await this.holds.of(caseFileId)).find(({ endedAt }) => endedAt === null);
    return open?.begunAt ?? null;
  }
}

/** What an officer should know before they press. */
const HINTS = [
  ['sendAgain', 'admin-cases:againHint'],
  ['reissue', 'admin-cases:reissueHint'],
] as const;

function shownPerson(
  { id, fullName, facts, email, emailConfirmedAt, appearance }: Person,
  language: Language,
  inReply: Date | null | undefined,
) {
  return {
    id,
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
