import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { Card } from '../cards/card.entity.js';
import type { ReturnReason } from '../cards/mailed/mailed-card.rules.js';
import { Person } from '../cases/person.entity.js';
import { id, time } from '../database/columns.js';
import { PhotoAttempt } from '../photos/photo-attempt.entity.js';
import { encrypted } from '../privacy/encrypted.js';
import { ADDRESS_STATES, nextAddress, nextPresence, nextResidence, PRESENCE_STATES, RESIDENCE_STATES } from './confirmation.states.js';
import { cardAddressOf, type PostalAddress } from './postal-address.js';
import { takeEffect, withdraw } from './presence-lane.js';
import { TransitionRefused } from './transition.js';

const ConfirmationSchema = defineEntity({
  name: 'Confirmation',
  tableName: 'confirmation',
  indexes: [
    { properties: ['presence', 'presenceDeclaredAt'] },
    { properties: ['presence', 'presenceWithdrawnAt'] },
    { properties: ['presence', 'returnOn'] },
    { properties: ['residence', 'presence'] },
  ],
  properties: {
    id: id(),
    person: () => p.oneToOne(Person).owner(),
    presence: p.enum(PRESENCE_STATES).default('not_started'),
    presenceDeclaredAt: time().nullable(),
    presenceVerifiedAt: time().nullable(),
    presenceWithdrawnAt: time().nullable(),
    /** The day the person comes back, `YYYY-MM-DD`, and from where. */
    returnOn: p.date().nullable(),
    abroadCountry: p.string().nullable(),
    /** When they were asked whether they are back, the day after the one they had told; null again once they answered. */
    returnAskedAt: time().nullable().index(),
    address: p.enum(ADDRESS_STATES).default('none'),
    addressGivenAt: time().nullable(),
    homeAddress: encrypted<PostalAddress>('confirmation.home_address').nullable(),
    /** Null while the card goes to the home address. */
    mailingAddress: encrypted<PostalAddress>('confirmation.mailing_address').nullable(),
    mailingAnswered: p.boolean().default(false),
    residence: p.enum(RESIDENCE_STATES).default('not_confirmed'),
    residenceConfirmedAt: time().nullable().index(),
    /** The newest photo attempt and the newest card: what the lanes show. */
    photo: () => p.manyToOne(PhotoAttempt).nullable().index(),
    card: () => p.manyToOne(Card).nullable().index(),
    suspendedAt: time().nullable(),
    /** Why and by whom: for the office alone (PORTAL.md 6.19). */
    suspendedReason: encrypted<string>('confirmation.suspended_reason').nullable(),
    suspendedBy: p.uuid().nullable(),
    createdAt: time(),
    version: p.integer().version(),
  },
});

/** One person's confirmation of permanent residence, with a lane each for presence, address, photo, residence and card. */
export class Confirmation extends ConfirmationSchema.class {
  declare [OptionalProps]?: 'cardAddress';
  /** Takes effect at its own receipt (PORTAL.md 3). A representative's or officer's actor does not type-check here (S33). */
  declarePresence(_by: Actor<'applicant'>, at: Date): void {
    takeEffect(this, at);
  }

  /** A signed form was received: it counts from its recording on, like a declaration made here (S8). */
  recordPaper(_by: Actor<'officer'>, at: Date): void {
    takeEffect(this, at);
  }

  /** The recorded form does not hold: the question is open again, also after somebody verified it, until residence is confirmed. */
  strikePaper(_by: Actor<'officer'>): void {
    if (this.residence === 'confirmed') throw new TransitionRefused('presence', 'residence confirmed', 'strike');
    this.presence = nextPresence(this.presence, 'strike');
    this.presenceDeclaredAt = null;
    this.presenceVerifiedAt = null;
  }

  verifyPresence(_by: Actor<'officer'>, at: Date): void {
    this.presence = nextPresence(this.presence, 'verify');
    this.presenceVerifiedAt = at;
  }

  goAbroad(returnOn: string, country: string): void {
    this.presence = nextPresence(this.presence, 'goAbroad');
    this.returnOn = returnOn;
    this.abroadCountry = country;
    this.returnAskedAt = null;
  }

  /** "I have left Canada": the declaration holds no more. Once residence is confirmed there is nothing left to withdraw (PORTAL.md 3). */
  leaveCanada(_by: Actor<'applicant'>, at: Date): void {
    withdraw(this, at);
  }

  /** A reply that came after a form on paper says that the person is away: the newest statement counts. */
  outlivePaper(at: Date): void {
    withdraw(this, at);
  }

  /** The day after the one they meant to be back: the question is open again (S2c). */
  askAgain(at: Date): void {
    this.comeBack();
    this.returnAskedAt = at;
  }

  comeBack(): void {
    this.presence = nextPresence(this.presence, 'comeBack');
    this.returnOn = null;
    this.abroadCountry = null;
  }

  giveHomeAddress(_by: Actor<'applicant'>, address: PostalAddress, at: Date): void {
    this.address = nextAddress(this.address, 'giveHome');
    this.homeAddress = address;
    this.addressGivenAt = at;
  }

  /** Null: the card goes to the home address. */
  giveMailingAddress(_by: Actor<'applicant'>, address: PostalAddress | null, at: Date): void {
    const cameBack = this.address === 'reopened';
    this.address = nextAddress(this.address, 'give');
    this.mailingAddress = address;
    this.mailingAnswered = true;
    this.addressGivenAt = at;
    if (cameBack) this.card?.answerReturn();
  }

  /** Where the card goes: the mailing address, else the home address; null while the two questions are not answered. */
  get cardAddress(): PostalAddress | null {
    return cardAddressOf(this);
  }

  /** Only for somebody whose presence an officer has verified, and who has not left since (PORTAL.md 3). */
  confirmResidence(_by: Actor<'officer'>, at: Date): void {
    if (this.presence !== 'verified') throw new TransitionRefused('residence', `presence ${this.presence}`, 'confirm');
    this.residence = nextResidence(this.residence, 'confirm');
    this.residenceConfirmedAt = at;
  }

  suspend(by: Actor<'officer'>, reason: string, at: Date): void {
    this.suspendedAt = at;
    this.suspendedBy = by.accountId;
    this.suspendedReason = reason;
  }

  resume(_by: Actor<'officer'>): void {
    this.suspendedAt = null;
    this.suspendedBy = null;
    this.suspendedReason = null;
  }

  /** A name error was reported before the card was mailed: it waits, and what was printed of it is not sent (PORTAL.md 6.18). */
  holdCard(): void {
    if (!this.card) throw new Error('there is no card to hold');
    this.card.hold();
    if (this.address === 'frozen') this.address = nextAddress(this.address, 'unfreeze');
  }

  /** The error is corrected, or was none: the card is asked for anew. */
  releaseCard(): void {
    if (!this.card) throw new Error('there is no card to release');
    this.card.release();
  }

  /** The card came back: the person looks at their addresses anew, and it is mailed again (PORTAL.md 6.16). */
  cardCameBack(on: string, reason: ReturnReason, at: Date): void {
    if (!this.card) throw new Error('there is no card to come back');
    this.card.comeBack(on, reason, at);
    this.address = nextAddress(this.address, 'reopen');
  }

  /** The card never came: another one is made, and until it goes to print the address may change. */
  reportCardMissing(_by: Actor<'applicant'>, at: Date): void {
    if (!this.card) throw new TransitionRefused('card', 'none', 'reportMissing');
    this.card.reportMissing(at);
    this.address = nextAddress(this.address, 'unfreeze');
  }

  /** Nothing more happens to the card here: the time is over in which its person could answer, or declare it missing. */
  closeCard(): void {
    if (!this.card) throw new Error('there is no card to close');
    this.card.close();
    if (this.address === 'reopened') this.address = nextAddress(this.address, 'end');
  }

  /** The address that goes to print with the card; from here on the person can't change it (S13). */
  freezeAddress(): PostalAddress {
    const address = this.cardAddress;
    if (!address) throw new Error('a card goes to print only with an address');
    this.address = nextAddress(this.address, 'freeze');
    return address;
  }
}
ConfirmationSchema.setClass(Confirmation);
