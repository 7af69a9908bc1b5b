import { isUuid } from '../database/uuid.js';

/** The lists of cards, in the order in which the page shows them; also names of texts. */
export const CARD_LISTS = ['toPrint', 'toMail', 'again', 'missing', 'cameBack', 'mailed'] as const;
export type CardListName = (typeof CARD_LISTS)[number];

/** The row after which the next ones begin: what the list is sorted by (a day, or milliseconds), and the row's key. */
export interface ListPlace {
  readonly key: string;
  readonly id: string;
}

const KEY = /^(?:\d{4}-\d{2}-\d{2}|\d{1,14})$/;

/** Reads `?list=mailed&after=…`: one list, from a place on; null for the page with the beginnings of all. */
export function readCardList(query: Record<string, unknown>): { list: CardListName | 'batches'; after: ListPlace | null } | null {
  const list = query.list === 'batches' ? 'batches' : CARD_LISTS.find((name) => name === query.list);
  return list ? { list, after: readPlace(query.after) } : null;
}

function readPlace(text: unknown): ListPlace | null {
  const [key = '', id = ''] = typeof text === 'string' ? text.split('_') : [];
  return KEY.test(key) && isUuid(id) ? { key, id } : null;
}

export const cardListQuery = (list: CardListName | 'batches', after: ListPlace | null): string =>
  `?list=${list}${after ? `&after=${after.key}_${after.id}` : ''}`;
