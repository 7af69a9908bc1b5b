import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Clock } from '../clock.js';
import { inJson, type JsonRow } from '../database/json-rows.js';
import { ADDRESS_OPEN } from '../invitations/address-open.js';
import { OLDEST_WAITING } from '../photos/review/photo-queue.js';
import { REPRESENTED } from '../representatives/represented.js';
import { POOL } from '../tokens.js';
import { recordOf, type StandingRecord, type StandingRow } from './standing-record.js';

const SELECT = `select
  p.id as person_id, p.facts, p.relation, c.application_number, to_char(c.applied_on, 'YYYY-MM-DD') as applied_on,
  (select t.relation from acts_for t where t.account_id = $2 and t.person_id = p.id and t.until is null) as acting,
  exists (select from acts_for t where t.person_id = p.id and t.until is null) as has_actor, ${ADDRESS_OPEN} as address_open,
  f.presence, f.presence_declared_at, f.presence_verified_at, to_char(f.return_on, 'YYYY-MM-DD') as return_on,
  f.address, f.address_given_at, f.home_address, f.mailing_address, f.mailing_answered, f.residence, f.residence_confirmed_at, f.suspended_at,
  case when h.stands_at > $1 then 'in_review' else h.state end as photo_state, h.submitted_at,
  case when h.stands_at > $1 then null else h.decided_at end as decided_at,
  k.state as card_state, to_char(k.due_on, 'YYYY-MM-DD') as due_on, k.requested_at, k.printed_at, k.mailed_at, k.address as card_address,
  k.mailed_to, k.tracking_number, k.came_back_at, k.came_back_reason, k.missing_at, to_char(k.ends_on, 'YYYY-MM-DD') as ends_on, k.replaces is not null as is_replacement,
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
  order by f.created_at, f.person_id`;
const OF_FAMILY = `${SELECT}
  where f.person_id in (select a.person_id from acts_for a where a.account_id = $2 and a.until is null
                        union select q.id from account a
                                join person o on o.id = a.person_id and o.relation = 'principal'
                                join person q on q.case_file_id = o.case_file_id
                               where a.id = $2)
  order by f.created_at, f.person_id`;
const OF_REPRESENTATIVE = `${SELECT}
  where f.person_id in (select c.person_id from ${REPRESENTED} where r.account_id = $2 and r.ended_at is null)
  order by f.created_at, f.person_id`;

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
    const { rows } = await this.pool.query<JsonRow<StandingRow>>({
      name,
      text: inJson(text),
      values: [this.clock.now().toISOString(), ...values],
    });
    return rows.map(({ row }) => recordOf(row));
  }
}
