import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { Person } from '../cases/person.entity.js';
import type { PostalAddress } from '../confirmation/postal-address.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
import type { CardFace } from './card-face.js';
import { CARD_STATES, nextCard } from './card.states.js';

const CardSchema = defineEntity({
  name: 'Card',
  tableName: 'card',
  indexes: [{ properties: ['state', 'dueOn'] }, { properties: ['mailedAt'] }],
  properties: {
    id: id(),
    person: () => p.manyToOne(Person).index(),
    state: p.enum(CARD_STATES).default('requested'),
    requestedAt: time(),
    /** The promised day, `YYYY-MM-DD` in Eastern Time (S12). */
    dueOn: p.date(),
    /** The two-person rule: who prepared it; another one releases it. Null where one person is enough. */
    preparedAt: time().nullable(),
    preparedBy: p.uuid().nullable(),
    releasedBy: p.uuid().nullable(),
    printedAt: time().nullable(),
    mailedAt: time().nullable(),
    /** As it was when the card went to print (S13). */
    address: encrypted<PostalAddress>('card.address').nullable(),
    /** What it says, as it was then. */
    face: encrypted<CardFace>('card.face').nullable(),
    version: p.integer().version(),
  },
});

/** A permanent resident card on its way from request to mailbox. */
export class Card extends CardSchema.class {
  /** The first of two persons. @throws TransitionRefused when somebody has prepared it before, or it was printed */
  prepare(by: Actor<'officer'>, at: Date): void {
    if (this.state !== 'requested' || this.preparedBy)
      throw new TransitionRefused('card', this.preparedBy ? 'prepared' : this.state, 'prepare');
    this.preparedAt = at;
    this.preparedBy = by.accountId;
  }

  /** The second of two persons, or the only one. @throws TransitionRefused when it was printed before */
  print(by: Actor<'officer'>, address: PostalAddress, face: CardFace, at: Date): void {
    this.state = nextCard(this.state, 'print');
    this.releasedBy = by.accountId;
    this.address = address;
    this.face = face;
    this.printedAt = at;
  }

  /** What was done towards printing it is undone. */
  hold(): void {
    this.state = nextCard(this.state, 'hold');
    Object.assign(this, { preparedAt: null, preparedBy: null, releasedBy: null, printedAt: null, address: null, face: null });
  }

  release(): void {
    this.state = nextCard(this.state, 'release');
  }

  mail(at: Date): void {
    this.state = nextCard(this.state, 'mail');
    this.mailedAt = at;
  }
}
CardSchema.setClass(Card);
