import { type ListPlace, placeText, readPlace } from './list-place.js';

/** The lists of cards, in the order in which the page shows them; also names of texts. */
export const CARD_LISTS = ['toPrint', 'toMail', 'again', 'missing', 'cameBack', 'mailed'] as const;
export type CardListName = (typeof CARD_LISTS)[number];

/** Reads `?list=mailed&after=…`: one list, from a place on; null for the page with the beginnings of all. */
export function readCardList(query: Record<string, unknown>): { list: CardListName | 'batches'; after: ListPlace | null } | null {
  const list = query.list === 'batches' ? 'batches' : CARD_LISTS.find((name) => name === query.list);
  return list ? { list, after: readPlace(query.after) } : null;
}

export const cardListQuery = (list: CardListName | 'batches', after: ListPlace | null): string =>
  `?list=${list}${after ? `&after=${placeText(after)}` : ''}`;
