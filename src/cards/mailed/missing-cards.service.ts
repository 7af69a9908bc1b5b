import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { newReference } from '../../accounts/credentials.js';
import { readerOf } from '../../accounts/reader-of.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { DeclaringPaused, PresenceService } from '../../confirmation/presence.service.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { addDays, dayOf } from '../../language/formats.js';
import type { Language } from '../../language/language.js';
import { aboutPerson } from '../../mail/about-person.js';
import { Outbox } from '../../mail/outbox.js';
import { Card } from '../card.entity.js';
import { CARD_DAYS } from '../card.rules.js';
import { keepBackForErrors } from '../kept-back.js';
import { lockCard } from '../lock-card.js';
import { againWay, personsWithErrors } from './mail-again.js';
import { MISSING_STATEMENT_VERSION } from './mailed-card.rules.js';
import { MissingCard } from './missing-card.entity.js';

/** Cards that never came: declared by the person, replaced by the office (PORTAL.md 4, 6.17). */
@Injectable()
export class MissingCards {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Signs "the card never came". The actor is an applicant by type; the database asks for the same (S33).
   * @throws TransitionRefused outside of the days for it, or when it was declared before
   * @throws DeclaringPaused for a while after the account's address of mail was changed (PORTAL.md 6.9)
   */
  async report(applicant: Actor<'applicant'>, personId: string, typedName: string, language: Language): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, actsFor } = await this.confirmations.actingFor(applicant, personId, em);
        const pausedUntil = await this.presence.pausedUntil(applicant, em);
        if (pausedUntil) throw new DeclaringPaused(pausedUntil);
        const { card, person, suspendedAt } = confirmation;
        if (!card || suspendedAt) throw new TransitionRefused('card', card ? 'suspended' : 'none', 'reportMissing');
        confirmation.reportCardMissing(applicant, now);
        const declaration = em.create(MissingCard, {
          card,
          person,
          signerAccountId: applicant.accountId,
          relation: actsFor.relation,
          statementVersion: MISSING_STATEMENT_VERSION,
          statementLanguage: language,
          typedName,
          reference: newReference(now),
          declaredAt: now,
        });
        const details = { card: card.id, version: MISSING_STATEMENT_VERSION, language };
        this.audit.record(em, applicant, 'card.reported_missing', person.id, now, details, person.caseFile.id);
        const about = { ...aboutPerson(person), reference: declaration.reference };
        this.outbox.add(em, 'card-reported-missing', await readerOf(em, person), about, now);
      },
      { clear: true },
    );
  }

  /** The declaration about this card, or about the one that it replaces; null when there is none. */
  declarationOf(card: Pick<Card, 'id' | 'replaces'>): Promise<MissingCard | null> {
    const cards = [card.id, ...(card.replaces ? [card.replaces] : [])];
    return this.em.findOne(MissingCard, { card: { $in: cards } }, { orderBy: { declaredAt: 'desc' }, refresh: true });
  }

  /**
   * Another card is made in place of the missing one, or of one that came back and says what was corrected since, with its own way to print
   * and its own number: what was printed once is never printed again.
   * @throws TransitionRefused when there is no cause, its person has not said where it is to go, or it is replaced already
   */
  async replace(officer: Actor<'officer'>, cardId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, card } = await lockCard(em, this.confirmations, officer, cardId);
        const missing = card.state === 'reported_missing';
        const way = card.state === 'came_back' && !card.endsOn ? againWay(card, await personsWithErrors(em, [card.person.id])) : null;
        if (!missing && way !== 'replace') throw new TransitionRefused('card', card.state, 'replace');
        const { person } = confirmation;
        card.close();
        const dueOn = addDays(dayOf(now), CARD_DAYS);
        confirmation.card = em.create(Card, { person, requestedAt: now, dueOn, replaces: missing ? card.id : null });
        this.audit.record(em, officer, 'card.replaced', person.id, now, { card: card.id, dueOn }, person.caseFile.id);
        await keepBackForErrors(em, this.audit, confirmation, officer, now);
      },
      { clear: true },
    );
  }
}
