import type { ActingRelation } from '../accounts/acts-for.entity.js';
import type { CardState } from '../cards/card.states.js';
import type { ReturnReason } from '../cards/mailed/mailed-card.rules.js';
import { fullNameOf, type PersonFacts, type Relation } from '../cases/person.entity.js';
import type { PhotoState } from '../photos/photo-attempt.states.js';
import { opened } from '../privacy/encrypted.js';
import { bytesIn } from '../database/json-rows.js';
import type { AddressState, PresenceState, ResidenceState } from './confirmation.states.js';
import type { AddressPiece } from './drafts/address-draft.entity.js';
import { cardAddressOf, type PostalAddress } from './postal-address.js';

/** Where one person stands, as the pages that only show it need it: the board, the status page, a representative's clients. */
export interface StandingRecord {
  readonly personId: string;
  readonly name: string;
  readonly applicationNumber: string;
  readonly relation: Relation;
  readonly dateOfBirth: string;
  /** The application date. */
  readonly appliedOn: string;
  /** As what the asking account acts for this person; null when it does not. */
  readonly acting: ActingRelation | null;
  /** Somebody can act for this person: an account of their own, or another's. */
  readonly hasActor: boolean;
  /** Their address must be confirmed before they can have an account. */
  readonly addressOpen: boolean;
  readonly presence: PresenceState;
  readonly presenceDeclaredAt: Date | null;
  readonly presenceVerifiedAt: Date | null;
  readonly returnOn: string | null;
  readonly address: AddressState;
  readonly addressGivenAt: Date | null;
  readonly homeAddress: PostalAddress | null;
  readonly mailingAddress: PostalAddress | null;
  readonly mailingAnswered: boolean;
  readonly cardAddress: PostalAddress | null;
  readonly residence: ResidenceState;
  readonly residenceConfirmedAt: Date | null;
  readonly suspendedAt: Date | null;
  readonly photo: { state: PhotoState; submittedAt: Date | null; decidedAt: Date | null } | null;
  readonly card: {
    state: CardState;
    dueOn: string;
    requestedAt: Date;
    printedAt: Date | null;
    mailedAt: Date | null;
    /** Where it was mailed, or will be since it went to print. */
    sentTo: PostalAddress | null;
    trackingNumber: string | null;
    cameBackAt: Date | null;
    cameBackReason: ReturnReason | null;
    missingAt: Date | null;
    endsOn: string | null;
    /** It is made in place of one that was missing. */
    isReplacement: boolean;
  } | null;
  /** What a representative prepared and the person has not answered. */
  readonly prepared: readonly { piece: AddressPiece | 'photo'; at: Date }[];
  /** A photo came through the person's link for a photographer, and they have not answered. */
  readonly photoArrived: boolean;
  /** While this person's photo waits: when the photo that is looked at next was sent (S11). */
  readonly oldestWaitingPhoto: Date | null;
}

/** As PostgreSQL writes them in JSON. */
type Moment = string;
type Sealed = `\\x${string}`;
const openedIn = <Plain>(sealed: Sealed, context: string): Plain => opened<Plain>(bytesIn(sealed), context);
const moment = (written: Moment | null): Date | null => (written === null ? null : new Date(written));

/** A row of the statements in standing-records.ts. */
export interface StandingRow {
  person_id: string;
  facts: Sealed;
  relation: Relation;
  applied_on: string;
  acting: ActingRelation | null;
  has_actor: boolean;
  address_open: boolean;
  application_number: Sealed;
  presence: PresenceState;
  presence_declared_at: Moment | null;
  presence_verified_at: Moment | null;
  return_on: string | null;
  address: AddressState;
  address_given_at: Moment | null;
  home_address: Sealed | null;
  mailing_address: Sealed | null;
  mailing_answered: boolean;
  residence: ResidenceState;
  residence_confirmed_at: Moment | null;
  suspended_at: Moment | null;
  photo_state: PhotoState | null;
  submitted_at: Moment | null;
  decided_at: Moment | null;
  card_state: CardState | null;
  due_on: string;
  requested_at: Moment;
  printed_at: Moment | null;
  mailed_at: Moment | null;
  card_address: Sealed | null;
  mailed_to: Sealed | null;
  tracking_number: Sealed | null;
  came_back_at: Moment | null;
  came_back_reason: ReturnReason | null;
  missing_at: Moment | null;
  ends_on: string | null;
  is_replacement: boolean;
  prepared: { piece: AddressPiece | 'photo'; at: Moment }[] | null;
  photo_arrived: boolean;
  oldest_waiting: Moment | null;
}

/** Opens what is sealed in a row. */
export function recordOf(row: StandingRow): StandingRecord {
  const { givenNames, familyName, dateOfBirth } = openedIn<PersonFacts>(row.facts, 'person.facts');
  const addresses = {
    homeAddress: row.home_address && openedIn<PostalAddress>(row.home_address, 'confirmation.home_address'),
    mailingAddress: row.mailing_address && openedIn<PostalAddress>(row.mailing_address, 'confirmation.mailing_address'),
    mailingAnswered: row.mailing_answered,
  };
  return {
    personId: row.person_id,
    name: fullNameOf({ givenNames, familyName }),
    applicationNumber: openedIn<string>(row.application_number, 'case_file.application_number'),
    relation: row.relation,
    dateOfBirth,
    appliedOn: row.applied_on,
    acting: row.acting,
    hasActor: row.has_actor,
    addressOpen: row.address_open,
    presence: row.presence,
    presenceDeclaredAt: moment(row.presence_declared_at),
    presenceVerifiedAt: moment(row.presence_verified_at),
    returnOn: row.return_on,
    address: row.address,
    addressGivenAt: moment(row.address_given_at),
    ...addresses,
    cardAddress: cardAddressOf(addresses),
    residence: row.residence,
    residenceConfirmedAt: moment(row.residence_confirmed_at),
    suspendedAt: moment(row.suspended_at),
    photo: row.photo_state && { state: row.photo_state, submittedAt: moment(row.submitted_at), decidedAt: moment(row.decided_at) },
    card: row.card_state && {
      state: row.card_state,
      dueOn: row.due_on,
      requestedAt: new Date(row.requested_at),
      printedAt: moment(row.printed_at),
      mailedAt: moment(row.mailed_at),
      sentTo: sentTo(row),
      trackingNumber: row.tracking_number && openedIn<string>(row.tracking_number, 'card.tracking_number'),
      cameBackAt: moment(row.came_back_at),
      cameBackReason: row.came_back_reason,
      missingAt: moment(row.missing_at),
      endsOn: row.ends_on,
      isReplacement: row.is_replacement,
    },
    photoArrived: row.photo_arrived,
    prepared: (row.prepared ?? []).map(({ piece, at }) => ({ piece, at: new Date(at) })),
    oldestWaitingPhoto: moment(row.oldest_waiting),
  };
}

const sentTo = ({ card_address, mailed_to }: StandingRow): PostalAddress | null =>
  mailed_to ? openedIn<PostalAddress>(mailed_to, 'card.mailed_to') : card_address && openedIn<PostalAddress>(card_address, 'card.address');
