import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { ActingRelation } from '../accounts/acts-for.entity.js';
import type { CardState } from '../cards/card.states.js';
import { Clock } from '../clock.js';
import { fullNameOf, type PersonFacts, type Relation } from '../cases/person.entity.js';
import { ADDRESS_OPEN } from '../invitations/address-open.js';
import { opened } from '../privacy/encrypted.js';
import { OLDEST_WAITING } from '../photos/review/photo-queue.js';
import type { PhotoState } from '../photos/photo-attempt.states.js';
import { REPRESENTED } from '../representatives/represented.js';
import { POOL } from '../tokens.js';
import type { AddressPiece } from './drafts/address-draft.entity.js';
import { cardAddressOf, type PostalAddress } from './postal-address.js';
import type { AddressState, PresenceState, ResidenceState } from './confirmation.states.js';

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
    address: PostalAddress | null;
  } | null;
  /** What a representative prepared and the person has not answered. */
  readonly prepared: readonly { piece: AddressPiece | 'photo'; at: Date }[];
  /** A photo came through the person's link for a photographer, and they have not answered. */
  readonly photoArrived: boolean;
  /** While this person's photo waits: when the photo that is looked at next was sent (S11). */
  readonly oldestWaitingPhoto: Date | null;
}

const SELECT = `select
  p.id as person_id, p.facts, p.relation, c.application_number, to_char(c.applied_on, 'YYYY-MM-DD') as applied_on,
  (select t.relation from acts_for t where t.account_id = $2 and t.person_id = p.id and t.until is null) as acting,
  exists (select from acts_for t where t.person_id = p.id and t.until is null) as has_actor, ${ADDRESS_OPEN} as address_open,
  f.presence, f.presence_declared_at, f.presence_verified_at, to_char(f.return_on, 'YYYY-MM-DD') as return_on,
  f.address, f.address_given_at, f.home_address, f.mailing_address, f.mailing_answered, f.residence, f.residence_confirmed_at, f.suspended_at,
  case when h.stands_at > $1 then 'in_review' else h.state end as photo_state, h.submitted_at,
  case when h.stands_at > $1 then null else h.decided_at end as decided_at,
  k.state as card_state, to_char(k.due_on, 'YYYY-MM-DD') as due_on, k.requested_at, k.printed_at, k.mailed_at, k.address as card_address,
  (select json_agg(json_build_object('piece', d.piece, 'at', d.prepared_at)) from (
    select piece, prepared_at from address_draft where person_id = p.id union all select 'photo', prepared_at from photo_draft where person_id = p.id) d) as prepared,
  exists (select from photographer_link l where l.person_id = p.id and l.arrived_at is not null) as photo_arrived,
  case when h.state in ('submitted', 'in_review') or h.stands_at > $1 then (${OLDEST_WAITING}) end as oldest_waiting
  from confirmation f
  join person p on p.id = f.person_id
  join case_file c on c.id = p.case_file_id
  left join photo_attempt h on h.id = f.photo_id
  left join card k on k.id = f.card_id and (h.stands_at <= $1 or h.stands_at is null)`;
const OF_APPLICANT = `${SELECT}
  where f.person_id in (select a.person_id from acts_for a where a.account_id = $2 and a.until is null) and ($3::uuid is null or f.person_id = $3)
  order by f.created_at`;
const OF_FAMILY = `${SELECT}
  where f.person_id in (select a.person_id from acts_for a where a.account_id = $2 and a.until is null
                        union select q.id from account a
                                join person o on o.id = a.person_id and o.relation = 'principal'
                                join person q on q.case_file_id = o.case_file_id
                               where a.id = $2)
  order by f.created_at`;
const OF_REPRESENTATIVE = `${SELECT}
  where p.case_file_id in (select r.case_file_id from representation r where r.account_id = $2 and r.ended_at is null) and ${REPRESENTED}
  order by f.created_at`;

/**
 * Reads where people stand in one prepared statement, past the entity manager: these are the pages opened most, and nothing is changed
 * on them. Whose records come is part of each statement, as with `Confirmations`. A decision on a photo that can still be undone is not
 * told yet, nor the card that hangs on it: what people read here never goes back.
 */
@Injectable()
export class StandingRecords {
  constructor(
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly clock: Clock,
  ) {}

  /** Everybody an applicant acts for, or the one person asked for: nobody where the applicant does not act for them. */
  ofApplicant(accountId: string, personId: string | null = null): Promise<StandingRecord[]> {
    return this.#read('standing-of-applicant', OF_APPLICANT, [accountId, personId]);
  }

  /** The same; for a principal applicant also everybody else on their case, who act for themselves. */
  ofFamily(accountId: string): Promise<StandingRecord[]> {
    return this.#read('standing-of-family', OF_FAMILY, [accountId]);
  }

  /** Those who consent at this moment, and those they act for. */
  ofRepresentative(accountId: string): Promise<StandingRecord[]> {
    return this.#read('standing-of-representative', OF_REPRESENTATIVE, [accountId]);
  }

  async #read(name: string, text: string, values: (string | null)[]): Promise<StandingRecord[]> {
    const { rows } = await this.pool.query<Row>({ name, text, values: [this.clock.now(), ...values] });
    return rows.map(recordOf);
  }
}

/** MikroORM's pool leaves moments as PostgreSQL writes them. */
type Moment = string;
const moment = (written: Moment | null): Date | null => (written === null ? null : new Date(written));

interface Row {
  person_id: string;
  facts: Buffer;
  relation: Relation;
  applied_on: string;
  acting: ActingRelation | null;
  has_actor: boolean;
  address_open: boolean;
  application_number: Buffer;
  presence: PresenceState;
  presence_declared_at: Moment | null;
  presence_verified_at: Moment | null;
  return_on: string | null;
  address: AddressState;
  address_given_at: Moment | null;
  home_address: Buffer | null;
  mailing_address: Buffer | null;
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
  card_address: Buffer | null;
  prepared: { piece: AddressPiece | 'photo'; at: Moment }[] | null;
  photo_arrived: boolean;
  oldest_waiting: Moment | null;
}

function recordOf(row: Row): StandingRecord {
  const { givenNames, familyName, dateOfBirth } = opened<PersonFacts>(row.facts, 'person.facts');
  const addresses = {
    homeAddress: row.home_address && opened<PostalAddress>(row.home_address, 'confirmation.home_address'),
    mailingAddress: row.mailing_address && opened<PostalAddress>(row.mailing_address, 'confirmation.mailing_address'),
    mailingAnswered: row.mailing_answered,
  };
  return {
    personId: row.person_id,
    name: fullNameOf({ givenNames, familyName }),
    applicationNumber: opened<string>(row.application_number, 'case_file.application_number'),
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
      address: row.card_address && opened<PostalAddress>(row.card_address, 'card.address'),
    },
    photoArrived: row.photo_arrived,
    prepared: (row.prepared ?? []).map(({ piece, at }) => ({ piece, at: new Date(at) })),
    oldestWaitingPhoto: moment(row.oldest_waiting),
  };
}
