import { EntityManager, type Loaded, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { readerOf } from '../../accounts/reader-of.js';
import { ActsFor } from '../../accounts/acts-for.entity.js';
import { AuditLog } from '../../audit/audit-log.js';
import { toldLately } from '../../audit/told-lately.js';
import { Clock } from '../../clock.js';
import { isUuid } from '../../database/uuid.js';
import { Outbox } from '../../mail/outbox.js';
import { Representation } from '../../representatives/representation.entity.js';
import { Confirmation } from '../confirmation.entity.js';
import type { PostalAddress } from '../postal-address.js';
import { TransitionRefused } from '../transition.js';
import { AddressDraft, type AddressPiece } from './address-draft.entity.js';

export type WaitingDraft = Loaded<AddressDraft, 'representation.account'>;
type ClientConsent = { readonly representation: Representation; readonly confirmation: Loaded<Confirmation, 'person.caseFile' | 'card'> };

/** Addresses that a representative prepares for a client (PORTAL.md 2). Nothing of it is the client's until they take it over. */
@Injectable()
export class AddressDrafts {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** What waits for the person's decision; the caller has looked whose it is. */
  waiting(personId: string, piece: AddressPiece, em: EntityManager = this.em): Promise<WaitingDraft | null> {
    return em.findOne(AddressDraft, { person: personId, piece }, { populate: ['representation.account'], refresh: true });
  }

  /**
   * The consenting client whose address may be prepared: a person for whom the principal applicant acts, until the address goes to print.
   * @throws NotFoundException
   * @throws TransitionRefused once it went to print
   */
  async clientOf({ accountId }: Actor<'representative'>, personId: string, em: EntityManager = this.em): Promise<ClientConsent> {
    if (!isUuid(personId)) throw new NotFoundException();
    const ofAccount = { account: accountId, endedAt: null, caseFile: { persons: { id: personId } } };
    const lock = em.isInTransaction() ? ({ lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' } as const) : {};
    const representation = await em.findOne(Representation, ofAccount, lock);
    if (!representation) throw new NotFoundException();
    const confirmation = await em.findOne(Confirmation, { person: personId }, { populate: ['person.caseFile', 'card'] });
    if (!confirmation || !(await this.principalActsFor([personId])).has(personId)) throw new NotFoundException();
    if (confirmation.address === 'frozen' && confirmation.card) throw new TransitionRefused('address', 'frozen', 'prepare');
    return { representation, confirmation };
  }

  /** Those for whom the principal applicant acts: who has an account of their own names a representative of their own. */
  async principalActsFor(persons: readonly string[]): Promise<ReadonlySet<string>> {
    const acting = await this.em.find(ActsFor, {
      person: { $in: [...persons] },
      until: null,
      account: { person: { relation: 'principal' } },
    });
    return new Set(acting.map(({ person }) => person.id));
  }

  /** Takes the place of what was prepared before; the applicant is told, one mail a day at most. */
  async prepare(
    representative: Actor<'representative'>,
    personId: string,
    piece: AddressPiece,
    address: PostalAddress | null,
  ): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const { representation, confirmation } = await this.clientOf(representative, personId, em);
        const { person } = confirmation;
        const now = this.clock.now();
        await em.nativeDelete(AddressDraft, { person: personId, piece });
        em.create(AddressDraft, { representation, person, piece, address, preparedAt: now });
        const told = !(await toldLately(em, 'draft.prepared', personId, now));
        this.audit.record(em, representative, 'draft.prepared', personId, now, { piece, told }, person.caseFile.id);
        if (told) {
          const payload = { name: person.fullName, caseNumber: person.caseFile.applicationNumber };
          this.outbox.add(em, 'draft-prepared', await readerOf(em, person), payload, now);
        }
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
