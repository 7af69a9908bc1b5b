import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../cases/person.entity.js';
import type { PostalAddress } from '../confirmation/postal-address.js';
import { id, time } from '../database/columns.js';
import { encrypted } from '../privacy/encrypted.js';
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
    printedAt: time().nullable(),
    mailedAt: time().nullable(),
    /** As it was when the card went to print (S13). */
    address: encrypted<PostalAddress>('card.address').nullable(),
    version: p.integer().version(),
  },
});

/** A permanent resident card on its way from request to mailbox. */
export class Card extends CardSchema.class {
  print(address: PostalAddress, at: Date): void {
    this.state = nextCard(this.state, 'print');
    this.address = address;
    this.printedAt = at;
  }

  mail(at: Date): void {
    this.state = nextCard(this.state, 'mail');
    this.mailedAt = at;
  }
}
CardSchema.setClass(Card);
