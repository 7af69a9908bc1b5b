import { moves } from '../confirmation/transition.js';

export const CARD_STATES = [
  'requested',
  'printed',
  'mailed',
  'presumed_delivered',
  'held',
  'came_back',
  'reported_missing',
  'closed',
] as const;
export type CardState = (typeof CARD_STATES)[number];
/** It is in the mail or presumed to have arrived: the post can bring it back. */
export const isOnItsWay = (state: CardState): boolean => state === 'mailed' || state === 'presumed_delivered';
export type CardAct = 'print' | 'mail' | 'presumeDelivered' | 'comeBack' | 'reportMissing' | 'hold' | 'release' | 'close';

/**
 * PORTAL.md 3, lane Card. "Blocked" is the absence of a card: residence, photo or address are not there yet. A card that was reported
 * missing is closed by the one that replaces it, which is a card of its own. The post may be slow: a card can come back after it was
 * presumed to have arrived.
 */
export const nextCard = moves<CardState, CardAct>('card', {
  requested: { print: 'printed', hold: 'held' },
  printed: { mail: 'mailed', hold: 'held' },
  mailed: { presumeDelivered: 'presumed_delivered', comeBack: 'came_back', reportMissing: 'reported_missing' },
  presumed_delivered: { comeBack: 'came_back', reportMissing: 'reported_missing', close: 'closed' },
  held: { release: 'requested' },
  came_back: { mail: 'mailed', close: 'closed' },
  reported_missing: { close: 'closed' },
  closed: {},
});
