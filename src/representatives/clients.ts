import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { after, DAY } from '../clock.js';
import { aboutAnother } from '../confirmation/about-another.js';
import { ADDRESS_PIECES } from '../confirmation/drafts/address-draft.entity.js';
import { SIGNED_IN } from '../confirmation/lane-facts.js';
import { type Standing, standingOf } from '../confirmation/standing.js';
import type { StandingRecord } from '../confirmation/standing-record.js';
import { StandingRecords } from '../confirmation/standing-records.js';
import type { RouteName } from '../language/route-table.js';
import type { ReturnReason } from '../photos/finding.js';
import { photoLock } from '../photos/photo.policy.js';
import { PhotoDecisions } from '../photos/review/photo-decisions.js';

export interface Client {
  readonly id: string;
  readonly name: string;
  readonly applicationNumber: string;
  /** Who named the representative: what concerns the consent is offered here. */
  readonly namer: boolean;
  readonly standing: Standing;
  /** What the representative may prepare, and since when it waits; nothing where nobody could take it over, or nothing can change. */
  readonly pieces: readonly { page: RouteName; words: 'home' | 'mailing' | 'photo'; waitsSince: Date | null }[];
  /** Why the photo came back, while a new one is awaited. The officer's own words are the client's to show. */
  readonly reasons: readonly ReturnReason[];
}

/** For so long a representative is reminded that a consent ended. */
const END_IS_TOLD = 7 * DAY;

/** Who named a representative, and whether they act for themselves. */
const NAMERS = `select r.person_id as id, not exists (
    select from acts_for t where t.person_id = r.person_id and t.until is null and t.relation <> 'self') as acts
  from representation r where r.account_id = ? and r.ended_at is null`;

/** The clients who consent at this moment: a consent that ended is gone on the next request. */
@Injectable()
export class Clients {
  constructor(
    private readonly records: StandingRecords,
    private readonly decisions: PhotoDecisions,
    private readonly em: EntityManager,
  ) {}

  async of(representative: Actor<'representative'>, now: Date): Promise<Client[]> {
    const records = await this.records.ofRepresentative(representative.accountId);
    const returned = records.filter(({ photo }) => photo?.state === 'returned').map(({ personId }) => personId);
    const returns = returned.length > 0 ? await this.decisions.returnsToldTo(returned, now) : [];
    const named = await this.em.execute<{ id: string; acts: boolean }[]>(NAMERS, [representative.accountId]);
    const namers = named.map(({ id }) => id);
    const selves = named.filter(({ acts }) => acts).map(({ id }) => id);
    return records.map((record) => ({
      id: record.personId,
      name: record.name,
      applicationNumber: record.applicationNumber,
      namer: namers.includes(record.personId),
      standing: asRead(standingOf(record, SIGNED_IN, now), selves.includes(record.personId)),
      pieces: record.hasActor ? piecesOf(record) : [],
      reasons: returned.includes(record.personId)
        ? (returns.find(({ attempt }) => attempt.person.id === record.personId)?.reasons ?? [])
        : [],
    }));
  }

  /** When a consent last ended, so that a file that is gone from an open page is no riddle; null when none did lately. */
  async lastEnd(representative: Actor<'representative'>, now: Date): Promise<Date | null> {
    const [row] = await this.em.execute<{ ended_at: string | null }[]>(
      `select max(r.ended_at) as ended_at from representation r
        where r.account_id = ? and r.ended_at > ? and not r.given_up and not exists (
              select from representation o where o.person_id = r.person_id and o.account_id = r.account_id and o.ended_at is null)`,
      [representative.accountId, after(now, -END_IS_TOLD)],
    );
    return row?.ended_at ? new Date(row.ended_at) : null;
  }
}

/** Who acts for somebody reads of them as of another: these are the words that the representative quotes. */
const asRead = (standing: Standing, byThemselves: boolean): Standing => (byThemselves ? standing : aboutAnother(standing));

const PAGES = {
  homeAddress: ['clientHomeAddress', 'home'],
  mailingAddress: ['clientMailingAddress', 'mailing'],
  photo: ['clientPhoto', 'photo'],
} as const;

/** Addresses until the card goes to print, the photo until it is with the officers. */
function piecesOf({ prepared, photo, address, card }: StandingRecord) {
  const addresses = address === 'frozen' && card ? [] : ADDRESS_PIECES;
  const photos = photoLock(photo && { shown: photo.state }) ? [] : (['photo'] as const);
  return [...addresses, ...photos].map((piece) => {
    const [page, words] = PAGES[piece];
    return { page, words, waitsSince: prepared.find((one) => one.piece === piece)?.at ?? null };
  });
}
