import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { after, DAY } from '../clock.js';
import { SIGNED_IN } from '../confirmation/lane-facts.js';
import { type Standing, standingOf } from '../confirmation/standing.js';
import { StandingRecords } from '../confirmation/standing-records.js';
import type { ReturnReason } from '../photos/finding.js';
import { PhotoDecisions } from '../photos/review/photo-decisions.js';

export interface Client {
  readonly name: string;
  readonly applicationNumber: string;
  readonly standing: Standing;
  /** Why the photo came back, while a new one is awaited. The officer's own words are the client's to show. */
  readonly reasons: readonly ReturnReason[];
}

/** For so long a representative is reminded that a consent ended. */
const END_IS_TOLD = 7 * DAY;

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
    return records.map((record) => ({
      name: record.name,
      applicationNumber: record.applicationNumber,
      standing: standingOf(record, SIGNED_IN, now),
      reasons: returned.includes(record.personId)
        ? (returns.find(({ attempt }) => attempt.person.id === record.personId)?.reasons ?? [])
        : [],
    }));
  }

  /** When a consent last ended, so that a file that is gone from an open page is no riddle; null when none did lately. */
  async lastEnd(representative: Actor<'representative'>, now: Date): Promise<Date | null> {
    const [row] = await this.em.execute<{ ended_at: string | null }[]>(
      `select max(r.ended_at) as ended_at from representation r
        where r.account_id = ? and r.ended_at > ? and not exists (
              select from representation o where o.case_file_id = r.case_file_id and o.account_id = r.account_id and o.ended_at is null)`,
      [representative.accountId, after(now, -END_IS_TOLD)],
    );
    return row?.ended_at ? new Date(row.ended_at) : null;
  }
}
