import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import type { ActingRelation } from '../accounts/acts-for.entity.js';
import { newReference } from '../accounts/credentials.js';
import { declaringPausedUntil } from '../accounts/email-change.rules.js';
import { readerOf } from '../accounts/reader-of.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import type { Language } from '../language/language.js';
import { Outbox } from '../mail/outbox.js';
import { Confirmations } from './confirmations.js';
import { lastDeclaration, type SignedDeclaration } from './last-declaration.js';
import { PRESENCE_STATEMENT_VERSION } from './presence.rules.js';
import { aboutPerson } from '../mail/about-person.js';
import { PresenceDeclaration } from './presence-declaration.entity.js';

/** The address of mail was changed a short while ago: whoever had the former one can still object (PORTAL.md 6.9). */
export class DeclaringPaused extends Error {
  constructor(readonly until: Date) {
    super('declaring is paused');
  }
}

/** Declaring presence in Canada, and saying that one is away. */
@Injectable()
export class PresenceService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Signs the declaration (S8). It takes effect at its own receipt; a person who was away and signs is back.
   * The actor is an applicant by type; the database asks for the same (S33).
   * @throws TransitionRefused when it was declared before
   * @throws DeclaringPaused for a while after the account's address of mail was changed, by whomever (PORTAL.md 6.9)
   */
  async declare(applicant: Actor<'applicant'>, personId: string, typedName: string, language: Language): Promise<PresenceDeclaration> {
    return this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, actsFor } = await this.confirmations.actingFor(applicant, personId, em);
        const pausedUntil = await this.pausedUntil(applicant, em);
        if (pausedUntil) throw new DeclaringPaused(pausedUntil);
        confirmation.declarePresence(applicant, now);
        const declaration = em.create(PresenceDeclaration, {
          person: confirmation.person,
          signerAccountId: applicant.accountId,
          relation: actsFor.relation,
          statementVersion: PRESENCE_STATEMENT_VERSION,
          statementLanguage: language,
          typedName,
          reference: newReference(now),
          declaredAt: now,
        });
        const { person } = confirmation;
        this.audit.record(
          em,
          applicant,
          'presence.declared',
          person.id,
          now,
          { version: PRESENCE_STATEMENT_VERSION, language },
          person.caseFile.id,
        );
        this.outbox.add(
          em,
          'declaration-received',
          await readerOf(em, person),
          { ...aboutPerson(person), reference: declaration.reference },
          now,
        );
        return declaration;
      },
      { clear: true },
    );
  }

  /** Who would sign for a person, and as what: whoever acts for a child signs with their own name (S8). */
  async signerFor(applicant: Actor<'applicant'>, personId: string): Promise<{ signer: string; relation: ActingRelation }> {
    const { actsFor } = await this.confirmations.actingFor(applicant, personId);
    return { signer: await this.nameOf(applicant.accountId), relation: actsFor.relation };
  }

  /** The name on file of an applicant's account. */
  async nameOf(accountId: string): Promise<string> {
    const { person } = await this.em.findOneOrFail(Account, { id: accountId }, { populate: ['person'] });
    return person?.fullName ?? '';
  }

  /** Until when the applicant's account declares nothing, because its address of mail was changed; null when it may. */
  async pausedUntil({ accountId }: Actor<'applicant'>, em: EntityManager = this.em): Promise<Date | null> {
    const { emailChangedAt } = await em.findOneOrFail(Account, { id: accountId }, { refresh: true });
    return declaringPausedUntil(emailChangedAt, this.clock.now());
  }

  /** "I'm not in Canada": on hold until a day (S2c). @throws TransitionRefused once presence was declared */
  async tellAbroad(applicant: Actor<'applicant'>, personId: string, returnOn: string, country: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.of(applicant, personId, em);
        confirmation.goAbroad(returnOn, country);
        this.audit.record(em, applicant, 'presence.abroad', confirmation.person.id, now, {}, confirmation.person.caseFile.id);
      },
      { clear: true },
    );
  }

  /**
   * "I have left Canada", before residence is confirmed: the declaration holds no more. The person is told by mail, whoever said it.
   * @throws TransitionRefused when nothing is declared, it was withdrawn before, or residence is confirmed
   */
  async leaveCanada(applicant: Actor<'applicant'>, personId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.of(applicant, personId, em);
        confirmation.leaveCanada(applicant, now);
        const { person } = confirmation;
        this.audit.record(em, applicant, 'presence.withdrawn', person.id, now, {}, person.caseFile.id);
        this.outbox.add(em, 'declaration-withdrawn', await readerOf(em, person), aboutPerson(person), now);
      },
      { clear: true },
    );
  }

  /** The newest declaration of a person, for its receipt; null when there is none. */
  lastDeclaration(personId: string): Promise<SignedDeclaration | null> {
    return lastDeclaration(this.em, personId);
  }
}
