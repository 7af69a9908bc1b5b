import { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { Account } from '../accounts/account.entity.js';
import { type CardDue, cardDue } from '../cards/card-due.js';
import { type CardName, cardName } from '../cards/card-name.js';
import { Card } from '../cards/card.entity.js';
import { type ReleaseRefusal, whyNotRelease } from '../cards/card.policy.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { addressLines } from '../confirmation/postal-address.js';
import { dayOf } from '../language/formats.js';
import { CONFIG } from '../tokens.js';

/** A card in a list, as plain values for the view. */
export interface ListedCard {
  readonly id: string;
  readonly personId: string;
  readonly fullName: string;
  readonly applicationNumber: string;
  readonly name: CardName;
  /** Where it goes: as the address stands now until it is printed, then as it was frozen (S13). */
  readonly address: readonly string[];
  readonly due: CardDue;
  readonly printedAt: Date | null;
  readonly mailedAt: Date | null;
  /** Who prepared it, under the two-person rule. */
  readonly preparedBy: string | null;
  /** Why this officer can't send it to print; null when they can. */
  readonly notYet: ReleaseRefusal | null;
  /** A colleague handles it: the file is the officer's own or a relative's. */
  readonly own: boolean;
}

export interface CardList {
  readonly cards: readonly ListedCard[];
  /** There are more than are shown. */
  readonly more: boolean;
}

/** Cards shown in one list. */
export const CARDS_SHOWN = 50;

/** The cards that officers print and mail, the nearest promised day first, and those mailed last. */
@Injectable()
export class CardLists {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly ownFiles: OwnFiles,
    @Inject(CONFIG) private readonly config: Pick<Config, 'cardRelease'>,
  ) {}

  async toPrint(officer: Actor<'officer'>): Promise<CardList> {
    const cards = await this.em.find(Card, { state: 'requested' }, { ...WITH_CASE, orderBy: { dueOn: 'asc', id: 'asc' } });
    const persons = cards.map(({ person }) => person.id);
    const confirmations = persons.length > 0 ? await this.em.find(Confirmation, { person: { $in: persons } }) : [];
    const confirmationOf = new Map(confirmations.map((confirmation) => [confirmation.person.id, confirmation]));
    return this.#list(officer, cards, (card) => confirmationOf.get(card.person.id)?.cardAddress ?? null);
  }

  async toMail(officer: Actor<'officer'>): Promise<CardList> {
    return this.#list(officer, await this.em.find(Card, { state: 'printed' }, { ...WITH_CASE, orderBy: { dueOn: 'asc', id: 'asc' } }));
  }

  async mailed(officer: Actor<'officer'>): Promise<CardList> {
    const mailed = await this.em.find(Card, { mailedAt: { $ne: null } }, { ...WITH_CASE, orderBy: { mailedAt: 'desc', id: 'asc' } });
    return this.#list(officer, mailed);
  }

  async #list(officer: Actor<'officer'>, cards: readonly Card[], addressOf = (card: Card) => card.address ?? null): Promise<CardList> {
    const today = dayOf(this.clock.now());
    const own = await this.ownFiles.of(officer);
    const preparers = cards.flatMap(({ preparedBy }) => preparedBy ?? []);
    const accounts = preparers.length > 0 ? await this.em.find(Account, { id: { $in: preparers } }) : [];
    const nameOf = new Map(accounts.map(({ id, displayName, username }) => [id, displayName ?? username]));
    return {
      cards: cards.slice(0, CARDS_SHOWN).map((card) => {
        const [{ person }, address] = [card, addressOf(card)];
        return {
          id: card.id,
          personId: person.id,
          fullName: person.fullName,
          applicationNumber: person.caseFile.applicationNumber,
          name: cardName(person.facts),
          address: address ? addressLines(address) : [],
          due: cardDue(card.dueOn, today),
          printedAt: card.printedAt ?? null,
          mailedAt: card.mailedAt ?? null,
          preparedBy: card.preparedBy ? (nameOf.get(card.preparedBy) ?? '') : null,
          notYet: whyNotRelease(this.config.cardRelease, card, officer.accountId),
          own: own.has(person.caseFile.id),
        };
      }),
      more: cards.length > CARDS_SHOWN,
    };
  }
}

const WITH_CASE = { populate: ['person.caseFile'], limit: CARDS_SHOWN + 1 } as const;
