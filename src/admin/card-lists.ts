import type { FilterQuery } from '@mikro-orm/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { Account } from '../accounts/account.entity.js';
import { cutOff } from '../database/cut-off.js';
import { nameOf } from '../accounts/account-name.js';
import { linkedAccounts } from '../cards/linked-accounts.js';
import { CardBatchPlace } from '../cards/batches/card-batch-place.entity.js';
import { Card } from '../cards/card.entity.js';
import { personsWithErrors } from '../cards/mailed/mail-again.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { normalApplicationNumber } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { CONFIG } from '../tokens.js';
import { type ListedCard, listedCard } from './listed-card.js';
import type { CardListName } from './card-lists.query.js';
import type { ListPlace } from './list-place.js';

export interface CardList {
  readonly cards: readonly ListedCard[];
  /** Where the next ones begin; null when these are the last. */
  readonly next: ListPlace | null;
}

/** Cards shown in one list. */
export const CARDS_SHOWN = 50;

type Key = 'dueOn' | 'cameBackAt' | 'missingAt' | 'mailedAt';

/** Which cards a list has, and by what it is sorted: the nearest promised day first, what waits longest first, what was mailed last first. */
const LISTS: Record<CardListName, { which: FilterQuery<Card>; by: Key; order: 'asc' | 'desc' }> = {
  toPrint: { which: { state: 'requested' }, by: 'dueOn', order: 'asc' },
  toMail: { which: { state: 'printed' }, by: 'dueOn', order: 'asc' },
  // the person has answered, so no day ends it
  again: { which: { state: 'came_back', endsOn: null }, by: 'cameBackAt', order: 'asc' },
  missing: { which: { state: 'reported_missing' }, by: 'missingAt', order: 'asc' },
  cameBack: { which: { state: 'came_back', endsOn: { $ne: null } }, by: 'cameBackAt', order: 'asc' },
  mailed: { which: { state: { $in: ['mailed', 'presumed_delivered', 'closed'] }, mailedAt: { $ne: null } }, by: 'mailedAt', order: 'desc' },
};

/** The cards that officers print, mail and get back. */
@Injectable()
export class CardLists {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly ownFiles: OwnFiles,
    @Inject(CONFIG) private readonly config: Pick<Config, 'cardRelease'>,
  ) {}

  /** A page of a list. */
  async read(officer: Actor<'officer'>, list: CardListName, after: ListPlace | null): Promise<CardList> {
    const { which, by, order } = LISTS[list];
    const cards = await this.em.find(
      Card,
      { $and: [which, after ? beyond(by, order, after) : {}] },
      { populate: ['person.caseFile'], orderBy: { [by]: order, id: order }, limit: CARDS_SHOWN + 1 },
    );
    const { shown, last } = cutOff(cards, CARDS_SHOWN);
    return { cards: await this.#listed(officer, shown), next: last ? placeOf(last, by) : null };
  }

  /** The cards of a case, by its application number, or the one with this card number. */
  async find(officer: Actor<'officer'>, typed: string): Promise<readonly ListedCard[]> {
    const number = typed.replace(/[\s-]/g, '').toUpperCase();
    const place = await this.em.findOne(CardBatchPlace, { cardNumber: number });
    const applicationNumberIndex = vault().index('application-number', normalApplicationNumber(typed));
    const which: FilterQuery<Card> = place ? { id: place.card.id } : { person: { caseFile: { applicationNumberIndex } } };
    const found = { populate: ['person.caseFile'], orderBy: { requestedAt: 'desc' }, limit: CARDS_SHOWN } as const;
    return this.#listed(officer, await this.em.find(Card, which, found));
  }

  async #listed(officer: Actor<'officer'>, cards: readonly Card[]): Promise<ListedCard[]> {
    const own = await this.ownFiles.of(officer);
    const preparers = cards.flatMap(({ preparedBy }) => preparedBy ?? []);
    const accounts = preparers.length > 0 ? await this.em.find(Account, { id: { $in: preparers } }) : [];
    const names = new Map(accounts.map((account) => [account.id, nameOf(account)]));
    const persons = cards.filter(({ state }) => state === 'requested' || state === 'came_back').map(({ person }) => person.id);
    const confirmations = persons.length > 0 ? await this.em.find(Confirmation, { person: { $in: persons } }) : [];
    const addressOf = new Map(confirmations.map((confirmation) => [confirmation.person.id, confirmation.cardAddress]));
    const back = cards.filter(({ state }) => state === 'came_back').map(({ person }) => person.id);
    const errors = await personsWithErrors(this.em, back);
    const linked = await linkedAccounts(this.em, this.config.cardRelease, officer.accountId);
    return cards.map((card) =>
      listedCard(card, {
        address: addressOf.get(card.person.id) ?? card.sentTo,
        preparedBy: card.preparedBy ? (names.get(card.preparedBy) ?? '') : null,
        rule: this.config.cardRelease,
        officer,
        linked,
        errors,
        own: own.has(card.person.caseFile.id),
        now: this.clock.now(),
      }),
    );
  }
}

const placeOf = (card: Card, by: Key): ListPlace => {
  const key = card[by] ?? '';
  return { key: key instanceof Date ? String(key.getTime()) : key, id: card.id };
};

function beyond(by: Key, order: 'asc' | 'desc', { key, id }: ListPlace): FilterQuery<Card> {
  const from = by === 'dueOn' ? key : new Date(Number(key));
  const further = order === 'asc' ? '$gt' : '$lt';
  // the first condition says nothing new: by it the index is read from there on
  return {
    $and: [{ [by]: { [`${further}e`]: from } }, { $or: [{ [by]: { [further]: from } }, { [by]: from, id: { [further]: id } }] }],
  } as FilterQuery<Card>;
}
