import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { SIGNED_IN } from '../confirmation/lane-facts.js';
import { type Standing, standingOf } from '../confirmation/standing.js';
import { StandingRecords } from '../confirmation/standing-records.js';

export interface Client {
  readonly name: string;
  readonly applicationNumber: string;
  readonly standing: Standing;
}

/** The clients who consent at this moment: a consent that ended is gone on the next request. */
@Injectable()
export class Clients {
  constructor(private readonly records: StandingRecords) {}

  async of(representative: Actor<'representative'>, now: Date): Promise<Client[]> {
    const records = await this.records.ofRepresentative(representative.accountId);
    return records.map((record) => ({
      name: record.name,
      applicationNumber: record.applicationNumber,
      standing: standingOf(record, SIGNED_IN, now),
    }));
  }
}
