import { randomBytes } from 'node:crypto';
import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { OwnFiles } from '../../access/own-files.js';
import { newReference } from '../../accounts/credentials.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import type { Config } from '../../config.js';
import { Confirmation } from '../../confirmation/confirmation.entity.js';
import { writtenCode } from '../../privacy/crockford.js';
import { CONFIG } from '../../tokens.js';
import { Card } from '../card.entity.js';
import { cardFace } from '../card-face.js';
import { whyNotRelease } from '../card.policy.js';
import { linkedAccounts } from '../linked-accounts.js';
import { stoppedPersons } from '../kept-back.js';
import { CardBatch } from './card-batch.entity.js';
import { CardBatchPlace } from './card-batch-place.entity.js';
import { CARDS_A_BATCH } from './card-batch.rules.js';

/** Requested cards go to print together, as one batch for the printing facility. */
@Injectable()
export class CardBatches {
  constructor(
    private readonly em: EntityManager,
    private readonly ownFiles: OwnFiles,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'cardRelease'>,
  ) {}

  /**
   * A batch of those cards, or of all that wait; whatever can't go to print now stays where it is: no accepted photo, a suspended or own
   * file, a reported account or error, not prepared by another under the two-person rule, or printed by a colleague a moment ago.
   * @returns the batch's id; null when no card can go
   */
  async make(officer: Actor<'officer'>, chosen: readonly string[] | 'all'): Promise<string | null> {
    return this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const { cardRelease } = this.config;
        const linked = await linkedAccounts(em, cardRelease, officer.accountId);
        const ready = (await this.#waiting(officer, chosen, em)).filter(
          ({ photo, card }) => photo?.state === 'accepted' && card && !whyNotRelease(cardRelease, card, officer.accountId, linked),
        );
        if (ready.length === 0) return null;
        const batch = this.begin(em, officer, now);
        ready.forEach((confirmation, index) => {
          this.add(em, officer, batch, confirmation, index + 1, now);
        });
        this.audit.record(em, officer, 'card_batch.made', batch.id, now, { number: batch.number, cards: ready.length });
        return batch.id;
      },
      { clear: true },
    );
  }

  /** The first of two persons looks at several cards at once; those that are prepared already stay as they are. */
  async prepare(officer: Actor<'officer'>, chosen: readonly string[] | 'all'): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        for (const { card, person } of await this.#waiting(officer, chosen, em)) {
          if (!card || card.preparedBy) continue;
          card.prepare(officer, now);
          this.audit.record(em, officer, 'card.prepared', person.id, now, { card: card.id }, person.caseFile.id);
        }
      },
      { clear: true },
    );
  }

  /** An empty batch; called in the transaction that fills it. */
  begin(em: EntityManager, officer: Actor<'officer'>, now: Date): CardBatch {
    return em.create(CardBatch, { number: newReference(now, 'LOT'), madeAt: now, madeBy: officer.accountId });
  }

  /** A card takes its place and is printed in the sense of its lane: address and face are frozen (S13). Its confirmation is locked. */
  add(em: EntityManager, officer: Actor<'officer'>, batch: CardBatch, confirmation: Confirmation, position: number, now: Date): void {
    const { card, person, photo } = confirmation;
    if (!card || !photo) throw new Error('there is no card to print');
    // prepared while the rule was another: one person is enough by now
    if (this.config.cardRelease === 'one') Object.assign(card, { preparedAt: null, preparedBy: null });
    card.print(officer, confirmation.freezeAddress(), cardFace(person, photo.id), now);
    em.create(CardBatchPlace, { batch, card, position, cardNumber: newCardNumber() });
    this.audit.record(em, officer, 'card.printed', person.id, now, { card: card.id, batch: batch.number }, person.caseFile.id);
  }

  /** Cards that wait and may be touched, the nearest promised day first; their confirmations are locked, so that clerks take turns. */
  async #waiting(officer: Actor<'officer'>, chosen: readonly string[] | 'all', em: EntityManager): Promise<Confirmation[]> {
    const own = await this.ownFiles.of(officer);
    const wanted = chosen === 'all' ? {} : { id: { $in: [...chosen] } };
    const cards = await em.find(
      Card,
      { state: 'requested', person: { caseFile: { $nin: [...own] } }, ...wanted },
      { fields: ['person'], orderBy: { dueOn: 'asc', id: 'asc' }, limit: CARDS_A_BATCH, disableIdentityMap: true },
    );
    const confirmations = await em.find(
      Confirmation,
      { person: { $in: cards.map(({ person }) => person.id) }, suspendedAt: null },
      {
        populate: ['person.caseFile', 'photo', 'card'],
        strategy: 'select-in',
        lockMode: LockMode.PESSIMISTIC_WRITE,
        orderBy: { id: 'asc' }, // everybody locks in this order
      },
    );
    const stopped = await stoppedPersons(
      em,
      confirmations.map(({ person }) => person.id),
    );
    const orderOf = new Map(cards.map(({ id }, index) => [id, index]));
    return confirmations
      .filter(({ card, person }) => card?.state === 'requested' && orderOf.has(card.id) && !stopped.has(person.id))
      .sort((one, other) => (orderOf.get(one.card?.id ?? '') ?? 0) - (orderOf.get(other.card?.id ?? '') ?? 0));
  }
}

/** Nine characters, the first a letter; 40 bits by chance, so that a number tells nothing of how many there are. */
const newCardNumber = (): string => `P${writtenCode(BigInt(`0x${randomBytes(5).toString('hex')}`), 8, 8)}`;
