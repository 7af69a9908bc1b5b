import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { addressLines } from '../../confirmation/postal-address.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { LabelSheet } from '../batches/label-sheet.js';
import { reportedPersons } from '../kept-back.js';
import { lockCard } from '../lock-card.js';
import { againWay, personsWithErrors } from './mail-again.js';

/** A label for a card that came back: its batch's own labels have the former address (PORTAL.md 6.16). */
@Injectable()
export class AddressLabels {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * A sheet with the label of where the card goes now; recorded, as a batch's download is.
   * @param title of the document, made of the application number
   * @throws TransitionRefused when the card is not to be mailed again now, or an account that acts for the person is reported
   */
  async pdf(officer: Actor<'officer'>, cardId: string, title: (applicationNumber: string) => string): Promise<Buffer> {
    return this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { confirmation, card } = await lockCard(em, this.confirmations, officer, cardId);
        const { person, cardAddress } = confirmation;
        const waits = card.state === 'came_back' && !card.endsOn && againWay(card, await personsWithErrors(em, [person.id])) === 'mail';
        // the address may be a stranger's
        if ((await reportedPersons(em, [person.id])).size > 0) throw new TransitionRefused('card', 'account_reported', 'label');
        if (!waits || !cardAddress) throw new TransitionRefused('card', card.state, 'label');
        this.audit.record(em, officer, 'card.label_made', person.id, now, { card: card.id }, person.caseFile.id);
        const pdf = new LabelSheet(officer.language, title(person.caseFile.applicationNumber), now);
        pdf.labels([[person.fullName, ...addressLines(cardAddress)]]);
        return pdf.bytes();
      },
      { clear: true },
    );
  }
}
