import { isDeepStrictEqual } from 'node:util';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { AuditAction } from '../audit/audit-actions.js';
import { AuditLog } from '../audit/audit-log.js';
import { CardRequests } from '../cards/card-requests.js';
import { Clock } from '../clock.js';
import { keepAddressWords } from './address-words.js';
import type { Confirmation } from './confirmation.entity.js';
import { Confirmations } from './confirmations.js';
import type { AddressPiece } from './drafts/address-draft.entity.js';
import { AddressDrafts } from './drafts/address-drafts.js';
import type { PostalAddress } from './postal-address.js';
import { TransitionRefused } from './transition.js';

/** Where a person lives and where the card goes. May change until the card goes to print (S9, S13). */
@Injectable()
export class AddressService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly drafts: AddressDrafts,
    private readonly cards: CardRequests,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws TransitionRefused once the card went to print */
  giveHome(applicant: Actor<'applicant'>, personId: string, address: PostalAddress): Promise<void> {
    return this.#change(applicant, personId, 'address.home_given', (confirmation, now) =>
      confirmation.giveHomeAddress(applicant, address, now),
    );
  }

  /** @param address null: the card goes to the home address */
  giveMailing(applicant: Actor<'applicant'>, personId: string, address: PostalAddress | null): Promise<void> {
    return this.#change(applicant, personId, 'address.mailing_given', (confirmation, now) =>
      confirmation.giveMailingAddress(applicant, address, now),
    );
  }

  /**
   * The addresses of one person for others the applicant acts for, whose card has not gone to print (PORTAL.md 4).
   * @throws TransitionRefused when the address of one of them can't change any more
   */
  async copy(applicant: Actor<'applicant'>, personId: string, toPersonIds: readonly string[]): Promise<void> {
    await this.em.transactional(
      async (em) => {
        // always in one order, so that two copies at once never wait for each other
        const ids = [...new Set([personId, ...toPersonIds])].sort();
        const locked = new Map<string, Confirmation>();
        for (const id of ids) locked.set(id, await this.confirmations.of(applicant, id, em));
        const { homeAddress, mailingAddress, mailingAnswered } = locked.get(personId) ?? {};
        if (!homeAddress || !mailingAnswered) throw new TransitionRefused('address', 'none', 'copy');
        for (const [id, confirmation] of locked) {
          if (id === personId) continue;
          await this.#give(em, applicant, confirmation, 'address.copied', (now) => {
            confirmation.giveHomeAddress(applicant, homeAddress, now);
            confirmation.giveMailingAddress(applicant, mailingAddress ?? null, now);
          });
        }
      },
      { clear: true },
    );
  }

  /**
   * What a representative prepared becomes the person's own, as if they had typed it, or is put away (PORTAL.md 2).
   * @param draft what stood on the page
   * @returns false when it was replaced, answered or ended since: nothing has changed
   * @throws TransitionRefused once the card went to print
   */
  async decide(
    applicant: Actor<'applicant'>,
    personId: string,
    draft: { id: string; piece: AddressPiece },
    use: boolean,
  ): Promise<boolean> {
    return this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.of(applicant, personId, em);
        const prepared = await this.drafts.take(em, personId, draft.piece, draft.id);
        if (!prepared) return false;
        const { id, caseFile } = confirmation.person;
        this.audit.record(em, applicant, use ? 'draft.adopted' : 'draft.declined', id, now, { piece: draft.piece }, caseFile.id);
        if (!use) return true;
        const address = prepared.address ?? null;
        await this.#give(em, applicant, confirmation, GIVEN[draft.piece], (now) => {
          if (draft.piece === 'mailingAddress') confirmation.giveMailingAddress(applicant, address, now);
          else if (address) confirmation.giveHomeAddress(applicant, address, now);
        });
        return true;
      },
      { clear: true },
    );
  }

  async #change(
    applicant: Actor<'applicant'>,
    personId: string,
    action: AuditAction,
    act: (confirmation: Confirmation, now: Date) => void,
  ): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const confirmation = await this.confirmations.of(applicant, personId, em);
        await this.#give(em, applicant, confirmation, action, (now) => act(confirmation, now));
      },
      { clear: true },
    );
  }

  /** Gives an address, in the caller's transaction, with all that follows from it. */
  async #give(
    em: EntityManager,
    applicant: Actor<'applicant'>,
    confirmation: Confirmation,
    action: AuditAction,
    give: (now: Date) => void,
  ): Promise<void> {
    const now = this.clock.now();
    if (changes(confirmation, () => give(now))) {
      await keepAddressWords(em, confirmation);
      this.audit.record(em, applicant, action, confirmation.person.id, now, {}, confirmation.person.caseFile.id);
    }
    await this.cards.whenReady(em, confirmation, applicant, now);
  }
}

/** Whether giving an address is news: the same once more, by a second press or by who looked and saved, is no event and has no time. */
function changes(confirmation: Confirmation, give: () => void): boolean {
  const [before, givenAt] = [answersOf(confirmation), confirmation.addressGivenAt];
  give();
  const isNew = !isDeepStrictEqual(before, answersOf(confirmation));
  if (!isNew) confirmation.addressGivenAt = givenAt;
  return isNew;
}

const answersOf = ({ address, homeAddress, mailingAddress, mailingAnswered }: Confirmation) => ({
  address,
  homeAddress: homeAddress ?? null,
  mailingAddress: mailingAddress ?? null,
  mailingAnswered,
});

const GIVEN = { homeAddress: 'address.home_given', mailingAddress: 'address.mailing_given' } as const satisfies Record<
  AddressPiece,
  AuditAction
>;
