import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { Person } from '../cases/person.entity.js';
import type { PostalAddress } from '../confirmation/postal-address.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { id, time } from '../database/columns.js';
import { addDays, dayOf } from '../language/formats.js';
import { encrypted } from '../privacy/encrypted.js';
import type { CardFace } from './card-face.js';
import { CARD_STATES, nextCard } from './card.states.js';
import { ANSWER_DAYS, ARRIVAL_DAYS, MISSING_DAYS, missingOn, RETURN_REASONS, type ReturnReason } from './mailed/mailed-card.rules.js';

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
    /** Where it was mailed again after it came back; what was printed for its batch stays as it was. */
    mailedTo: encrypted<PostalAddress>('card.mailed_to').nullable(),
    trackingNumber: encrypted<string>('card.tracking_number').nullable(),
    /** When we recorded that it came back, the day on which it did, and why. Of the last time. */
    cameBackAt: time().nullable(),
    cameBackOn: p.date().nullable(),
    cameBackReason: p.enum(RETURN_REASONS).nullable(),
    /** When its person declared that it never came. */
    missingAt: time().nullable(),
    /** The day in Eastern Time on which its state ends by itself; null where somebody acts next. */
    endsOn: p.date().nullable().index(),
    /** The card that was missing, in place of which this one is made. */
    replaces: p.uuid().nullable().unique(),
    version: p.integer().version(),
  },
});

/** A permanent resident card on its way from request to mailbox. */
export class Card extends CardSchema.class {
  declare [OptionalProps]?: 'sentTo';
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

  /** Where it was mailed last; before that, where it will be. */
  get sentTo(): PostalAddress | null {
    return this.mailedTo ?? this.address ?? null;
  }

  /** @param to where a card that came back goes now; a card fresh from print goes where its label says */
  mail(at: Date, trackingNumber: string | null, to: PostalAddress | null = null): void {
    this.state = nextCard(this.state, 'mail');
    this.mailedAt = at;
    this.trackingNumber = trackingNumber;
    this.mailedTo = to;
    this.endsOn = addDays(dayOf(at), ARRIVAL_DAYS);
  }

  presumeDelivered(): void {
    this.state = nextCard(this.state, 'presumeDelivered');
    this.endsOn = this.mailedAt ? addDays(dayOf(this.mailedAt), MISSING_DAYS) : null;
  }

  comeBack(on: string, reason: ReturnReason, at: Date): void {
    this.state = nextCard(this.state, 'comeBack');
    this.cameBackAt = at;
    this.cameBackOn = on;
    this.cameBackReason = reason;
    this.endsOn = addDays(dayOf(at), ANSWER_DAYS);
  }

  /** Its person has said where it is to go: we act next, and no day ends that. */
  answerReturn(): void {
    this.endsOn = null;
  }

  /** From day 42 to day 179 after mailing (PORTAL.md 4). @throws TransitionRefused outside of these days */
  reportMissing(at: Date): void {
    const next = nextCard(this.state, 'reportMissing');
    const when = this.mailedAt ? missingOn(this.mailedAt, dayOf(at)) : 'early';
    if (when !== 'now') throw new TransitionRefused('card', `${this.state}, ${when}`, 'reportMissing');
    this.state = next;
    this.missingAt = at;
    this.endsOn = null;
  }

  close(): void {
    this.state = nextCard(this.state, 'close');
    this.endsOn = null;
  }
}
CardSchema.setClass(Card);
