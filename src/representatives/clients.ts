import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { SIGNED_IN, type Standing, standingOf } from '../confirmation/standing.js';
import { Representation } from './representation.entity.js';

export interface Client {
  readonly name: string;
  readonly applicationNumber: string;
  readonly standing: Standing;
}

/** The clients who consent at this moment: a consent that ended is gone on the next request. */
@Injectable()
export class Clients {
  constructor(private readonly em: EntityManager) {}

  async of(representative: Actor<'representative'>, now: Date): Promise<Client[]> {
    const consents = await this.em.find(Representation, { account: representative.accountId, endedAt: null });
    const confirmations = await this.em.find(
      Confirmation,
      { person: { caseFile: { $in: consents.map(({ caseFile }) => caseFile.id) } } },
      { populate: ['person.caseFile', 'photo', 'card'], orderBy: { createdAt: 'asc' } },
    );
    return confirmations.map((confirmation) => ({
      name: confirmation.person.fullName,
      applicationNumber: confirmation.person.caseFile.applicationNumber,
      standing: standingOf(confirmation, SIGNED_IN, now),
    }));
  }
}
