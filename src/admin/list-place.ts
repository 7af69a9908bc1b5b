import type { MomentPlace } from '../database/cut-off.js';
import { isUuid } from '../database/uuid.js';

/** The row after which the next ones begin: what the list is sorted by (a day, or milliseconds), and the row's key. */
export interface ListPlace {
  readonly key: string;
  readonly id: string;
}

const KEY = /^(?:\d{4}-\d{2}-\d{2}|\d{1,14})$/;

/** As an address says it, `2026-12-01_…`; null for anything else. */
export function readPlace(text: unknown): ListPlace | null {
  const [key = '', id = ''] = typeof text === 'string' ? text.split('_') : [];
  return KEY.test(key) && isUuid(id) ? { key, id } : null;
}

export const placeText = ({ key, id }: ListPlace): string => `${key}_${id}`;

/** The same for a list that is sorted by a moment; null for a day. */
export function readMoment(text: unknown): MomentPlace | null {
  const place = readPlace(text);
  return place && !place.key.includes('-') ? { at: new Date(Number(place.key)), id: place.id } : null;
}

export const momentText = ({ at, id }: MomentPlace): string => placeText({ key: String(at.getTime()), id });
