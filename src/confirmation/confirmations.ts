import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { ActsFor } from '../accounts/acts-for.entity.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { Confirmation } from './confirmation.entity.js';

/** Finds confirmations through the signed-in person: somebody else's is a 404, not a check to remember. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly ownFiles: OwnFiles,
  ) {}

  /**
   * The confirmation of a person the applicant acts for, with person, case, newest photo and card.
   * @param em inside a transaction, its entity manager: then the row is locked until it ends
   * @throws NotFoundException
   */
  async of(applicant: Actor<'applicant'>, personId: string, em: EntityManager = this.em): Promise<Confirmation> {
    const { confirmation } = await this.actingFor(applicant, personId, em);
    return confirmation;
  }

  /** The same, with the row that says as what the applicant acts: declarations and submissions are signed through it (S33). */
  async actingFor(
    applicant: Actor<'applicant'>,
    personId: string,
    em: EntityManager = this.em,
  ): Promise<{ confirmation: Confirmation; actsFor: ActsFor }> {
    if (!isUuid(personId)) throw new NotFoundException();
    // held, so that whoever opens an account of their own at this moment acts alone from then on, and nothing comes after it
    const held = em.isInTransaction() ? ({ lockMode: LockMode.PESSIMISTIC_READ } as const) : {};
    const actsFor = await em.findOne(ActsFor, { account: applicant.accountId, person: personId, until: null }, held);
    if (!actsFor) throw new NotFoundException();
    const confirmation = await this.#find(personId, em);
    const { photo } = confirmation;
    if (photo?.standsAt) photo.withheld = photo.standsAt > this.clock.now();
    return { confirmation, actsFor };
  }

  /**
   * Anybody's but their own and their relatives': officers open every other file. Locked inside a transaction, as above.
   * @throws NotFoundException
   * @throws RefusalPage for their own or a declared relative's
   */
  async forOfficer(officer: Actor<'officer'>, personId: string, em: EntityManager = this.em): Promise<Confirmation> {
    if (!isUuid(personId)) throw new NotFoundException();
    await this.ownFiles.refuse(officer, { person: personId }, em);
    return this.#find(personId, em);
  }

  async #find(personId: string, em: EntityManager): Promise<Confirmation> {
    const confirmation = await em.findOne(
      Confirmation,
      { person: personId },
      em.isInTransaction()
        ? { populate: ['person.caseFile', 'photo', 'card'], strategy: 'select-in', lockMode: LockMode.PESSIMISTIC_WRITE }
        : { populate: ['person.caseFile', 'photo', 'card'], refresh: true }, // as it is now, also after a change earlier in this request
    );
    if (!confirmation) throw new NotFoundException();
    return confirmation;
  }
}
