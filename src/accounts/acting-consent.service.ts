import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Person } from '../cases/person.entity.js';
import { after, Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { MemberReply } from '../invitations/member-reply.entity.js';
import { Reply } from '../invitations/reply.entity.js';
import { Outbox } from '../mail/outbox.js';
import { hashOfToken, newToken } from '../privacy/vault.js';
import { Account } from './account.entity.js';
import { ActingConsent, type ConsentAnswer } from './acting-consent.entity.js';
import { CONSENT_DAYS, CONSENT_LIFE, CONSENT_PAUSE } from './acting-consent.rules.js';
import { familyActing, letPrincipalAct } from './family-acting.js';

/** Why an adult dependant can't be asked now; also names of texts. */
export type ConsentRefusal = 'notAsked' | 'addressNotConfirmed' | 'addressShared';
export type ConsentLink = 'unknown' | 'open' | 'used' | 'ended';

/** Who asks, and for whom: the names on the page of the link. */
export interface ConsentAsked {
  readonly link: ConsentLink;
  readonly name: string;
  readonly principal: string;
}

/** Whether the principal applicant may act for an adult dependant: they say so themselves, by a link to their own address (PORTAL.md 2). */
@Injectable()
export class ActingConsents {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends the link, to an address that is confirmed and nobody else's on the case; a former link is dead.
   * @returns null when it is sent, else why not
   */
  async ask(officer: Actor<'officer'>, personId: string): Promise<ConsentRefusal | null> {
    if (!isUuid(personId)) throw new NotFoundException();
    return this.em.transactional(
      async (em) => {
        const person = await this.#locked(em, personId);
        const now = this.clock.now();
        const family = await familyActing(em, person.caseFile.id, now);
        const own = family.find((one) => one.person.id === personId);
        if (!own?.acting.mayAsk) return 'notAsked';
        if (!person.emailConfirmedAt) return 'addressNotConfirmed';
        const shared = family.some((one) => one.person.id !== personId && one.person.emailIndex.equals(person.emailIndex));
        if (shared) return 'addressShared';
        // a second press of the button sends nothing
        if (own?.asked && now.getTime() - own.asked.askedAt.getTime() < CONSENT_PAUSE) return null;
        await em.nativeUpdate(ActingConsent, { person: personId, answer: null, closedAt: null }, { closedAt: now });
        const token = newToken();
        em.create(ActingConsent, {
          person,
          tokenHash: hashOfToken(token),
          askedAt: now,
          askedBy: officer.accountId,
          endsAt: after(now, CONSENT_LIFE),
        });
        const contact = person.caseFile.contactAddress;
        this.outbox.add(em, 'consent-asked', person, { name: person.fullName, contact, token, days: CONSENT_DAYS }, now);
        this.audit.record(em, officer, 'consent.asked', personId, now, {}, person.caseFile.id);
        return null;
      },
      { clear: true },
    );
  }

  /** What a link asks; opening it changes nothing, since mail scanners open links too. */
  async of(token: string): Promise<ConsentAsked> {
    const consent = await this.em.findOne(ActingConsent, { tokenHash: hashOfToken(token) }, { populate: ['person.caseFile.persons'] });
    if (!consent) return { link: 'unknown', name: '', principal: '' };
    const principal = consent.person.caseFile.persons.getItems().find(({ relation }) => relation === 'principal');
    const state = consent.stateAt(this.clock.now());
    // an account of their own was made since: they act themselves
    const link = state === 'open' && (await this.em.count(Account, { person: consent.person })) > 0 ? 'ended' : state;
    return { link, name: consent.person.fullName, principal: principal?.fullName ?? '' };
  }

  /** What the link was when it was pressed: `open` means that the answer counts. */
  async answer(token: string, answer: ConsentAnswer): Promise<ConsentLink> {
    return this.em.transactional(
      async (em) => {
        const found = await em.findOne(
          ActingConsent,
          { tokenHash: hashOfToken(token) },
          { populate: ['person'], disableIdentityMap: true },
        );
        if (!found) return 'unknown';
        // the principal applicant's account may be made at this moment: whoever comes second lets it act
        const reply = { invitation: { caseFile: found.person.caseFile.id } };
        await em.findOne(Reply, reply, { strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE });
        const person = await this.#locked(em, found.person.id);
        const consent = await em.findOneOrFail(ActingConsent, { id: found.id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        const now = this.clock.now();
        const link = consent.stateAt(now);
        if (link !== 'open') return link;
        // an account of their own was made since: they act themselves
        if ((await em.count(Account, { person: person.id })) > 0) return 'ended';
        consent.answer = answer;
        consent.answeredAt = now;
        await em.flush();
        this.audit.record(em, null, answer === 'given' ? 'consent.given' : 'consent.refused', person.id, now, {}, person.caseFile.id);
        if (answer === 'refused') return link;
        await em.nativeUpdate(MemberReply, { person: person.id }, { awaitsAccount: false });
        const principal = await em.findOne(Account, { person: { caseFile: person.caseFile.id, relation: 'principal' } });
        if (principal) await letPrincipalAct(em, principal, person.caseFile.id, now);
        return link;
      },
      { clear: true },
    );
  }

  async #locked(em: EntityManager, personId: string): Promise<Person> {
    const person = await em.findOne(
      Person,
      { id: personId },
      { populate: ['caseFile'], strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!person) throw new NotFoundException();
    return person;
  }
}
