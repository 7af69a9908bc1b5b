import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { OwnFiles } from '../../access/own-files.js';
import { Clock } from '../../clock.js';
import { Confirmation } from '../../confirmation/confirmation.entity.js';
import { CardBatchPlace } from '../batches/card-batch-place.entity.js';
import type { Card } from '../card.entity.js';
import { reportedPersons } from '../kept-back.js';
import { CardMailing } from './mailing.service.js';

/** A printed card of a batch that can be mailed. */
export interface PrintedPlace {
  readonly position: number;
  readonly cardNumber: string;
  readonly card: Card;
}

/** The cards of a batch into the post at once, each with a tracking number or without. */
@Injectable()
export class BatchMailing {
  constructor(
    private readonly em: EntityManager,
    private readonly mailing: CardMailing,
    private readonly ownFiles: OwnFiles,
    private readonly clock: Clock,
  ) {}

  /** What of a batch was printed and is not mailed; nothing of the officer's own files. */
  async printed(officer: Actor<'officer'>, batchId: string, em: EntityManager = this.em): Promise<PrintedPlace[]> {
    const own = await this.ownFiles.of(officer);
    const places = await em.find(
      CardBatchPlace,
      { batch: batchId, withdrawnAt: null, card: { state: 'printed' } },
      { populate: ['card.person.caseFile'], orderBy: { position: 'asc' }, refresh: true },
    );
    return places.filter(({ card }) => !own.has(card.person.caseFile.id));
  }

  /** @param chosen cards, each with its tracking number; what was mailed or held meanwhile, is suspended, or whose account is reported, stays as it is */
  async mail(officer: Actor<'officer'>, batchId: string, chosen: ReadonlyMap<string, string | null>): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const persons = (await this.printed(officer, batchId, em))
          .filter(({ card }) => chosen.has(card.id))
          .map(({ card }) => card.person.id);
        const confirmations = await em.find(
          Confirmation,
          { person: { $in: persons }, suspendedAt: null },
          {
            populate: ['person.caseFile', 'card'],
            strategy: 'select-in',
            lockMode: LockMode.PESSIMISTIC_WRITE,
            orderBy: { id: 'asc' }, // everybody locks in this order
            refresh: true,
          },
        );
        const reported = await reportedPersons(em, persons);
        for (const confirmation of confirmations) {
          const { card, person } = confirmation;
          if (card?.state !== 'printed' || !chosen.has(card.id) || reported.has(person.id)) continue;
          await this.mailing.mailLocked(em, officer, confirmation, chosen.get(card.id) ?? null, now);
        }
      },
      { clear: true },
    );
  }
}
