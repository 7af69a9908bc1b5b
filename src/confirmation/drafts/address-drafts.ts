import { EntityManager, type Loaded } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { Clock } from '../../clock.js';
import type { PostalAddress } from '../postal-address.js';
import { TransitionRefused } from '../transition.js';
import { AddressDraft, type AddressPiece } from './address-draft.entity.js';
import { type Client, ClientDrafts } from './client-drafts.js';

export type WaitingDraft = Loaded<AddressDraft, 'representation.account'>;

/** Addresses that a representative prepares for a client (PORTAL.md 2). Nothing of it is the client's until they take it over. */
@Injectable()
export class AddressDrafts {
  constructor(
    private readonly em: EntityManager,
    private readonly drafts: ClientDrafts,
    private readonly clock: Clock,
  ) {}

  /** What waits for the person's decision; the caller has looked whose it is. */
  waiting(personId: string, piece: AddressPiece, em: EntityManager = this.em): Promise<WaitingDraft | null> {
    return em.findOne(AddressDraft, { person: personId, piece }, { populate: ['representation.account'], refresh: true });
  }

  /**
   * The client whose address may be prepared, until it goes to print.
   * @throws NotFoundException
   * @throws TransitionRefused once it went to print
   */
  async clientOf(representative: Actor<'representative'>, personId: string, em: EntityManager = this.em): Promise<Client> {
    const client = await this.drafts.clientOf(representative, personId, em);
    const { address, card } = client.confirmation;
    if (address === 'frozen' && card) throw new TransitionRefused('address', 'frozen', 'prepare');
    return client;
  }

  /** Takes the place of what was prepared before. */
  async prepare(
    representative: Actor<'representative'>,
    personId: string,
    piece: AddressPiece,
    address: PostalAddress | null,
  ): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const client = await this.clientOf(representative, personId, em);
        const now = this.clock.now();
        await em.nativeDelete(AddressDraft, { person: personId, piece });
        const { representation, confirmation } = client;
        em.create(AddressDraft, { representation, person: confirmation.person, piece, address, preparedAt: now });
        await this.drafts.record(em, representative, client, piece, now);
      },
      { clear: true },
    );
  }

  /**
   * The applicant's answer is given: the draft is gone, and comes back here to be used, once.
   * @param draftId what stood on the page
   * @returns null when it was replaced, answered or ended since
   */
  async take(em: EntityManager, personId: string, piece: AddressPiece, draftId: string): Promise<WaitingDraft | null> {
    const draft = await this.waiting(personId, piece, em);
    if (draft?.id !== draftId) return null;
    return (await em.nativeDelete(AddressDraft, { id: draftId })) === 1 ? draft : null;
  }
}
