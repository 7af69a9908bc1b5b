import { EntityManager, type Loaded } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { ActsFor } from '../../accounts/acts-for.entity.js';
import { readerOf } from '../../accounts/reader-of.js';
import { AuditLog } from '../../audit/audit-log.js';
import { toldLately } from '../../audit/told-lately.js';
import { isUuid } from '../../database/uuid.js';
import { Outbox } from '../../mail/outbox.js';
import { Representation } from '../../representatives/representation.entity.js';
import { REPRESENTED } from '../../representatives/represented.js';
import { Confirmation } from '../confirmation.entity.js';
import { aboutPerson } from '../../mail/about-person.js';
import type { AddressPiece } from './address-draft.entity.js';

/** A consenting client, and the consent by which a draft lives. */
export interface Client {
  readonly representation: Representation;
  readonly confirmation: Loaded<Confirmation, 'person.caseFile' | 'photo' | 'card'>;
}

const OF_CLIENT = `select r.id from ${REPRESENTED} where r.account_id = ? and r.ended_at is null and c.person_id = ?`;

/** What every draft of a representative needs: a client who consents, a line in the trail, a mail to the applicant (PORTAL.md 2). */
@Injectable()
export class ClientDrafts {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /**
   * A client for whom somebody can take over what is prepared. Inside a transaction the consent is locked, so that it does not end meanwhile.
   * @throws NotFoundException for who is no client, or no client any more
   */
  async clientOf({ accountId }: Actor<'representative'>, personId: string, em: EntityManager = this.em): Promise<Client> {
    if (!isUuid(personId)) throw new NotFoundException();
    const lock = em.isInTransaction() ? ' for update of r' : '';
    const [seen] = await em.execute<{ id: string }[]>(`${OF_CLIENT}${lock}`, [accountId, personId]);
    if (!seen) throw new NotFoundException();
    const populate = ['person.caseFile', 'photo', 'card'] as const;
    const confirmation = await em.findOne(Confirmation, { person: personId }, { populate });
    if (!confirmation || (await em.count(ActsFor, { person: personId, until: null })) === 0) throw new NotFoundException();
    return { representation: em.getReference(Representation, seen.id), confirmation };
  }

  /** Each time in the trail; the applicant is told by one mail a day at most. */
  async record(
    em: EntityManager,
    representative: Actor<'representative'>,
    { confirmation: { person } }: Client,
    piece: AddressPiece | 'photo',
    now: Date,
  ): Promise<void> {
    const told = !(await toldLately(em, 'draft.prepared', person.id, now));
    this.audit.record(em, representative, 'draft.prepared', person.id, now, { piece, told }, person.caseFile.id);
    if (!told) return;
    const payload = aboutPerson(person);
    this.outbox.add(em, 'draft-prepared', await readerOf(em, person), payload, now);
  }
}
