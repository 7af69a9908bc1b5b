import { randomInt } from 'node:crypto';

/** Letters and digits that no font makes look alike: no i l o 0 1. */
const CLEAR = 'abcdefghjkmnpqrstuvwxyz23456789';

const clear = (length: number): string => Array.from({ length }, () => CLEAR[randomInt(CLEAR.length)]).join('');

/** A readable temporary password of at least 128 bits: `h7kq2 mtrx9 …`, six groups (31^26 > 2^128). */
export function newTemporaryPassword(): string {
  return clear(26).replace(/(.{5})(?=.)/g, '$1 ');
}

/** A recovery code of more than 112 bits, so that its plain hash tells nothing: `h7kq 2mtr x9ab …`, six groups (31^24 > 2^118). */
export function newRecoveryCode(): string {
  return clear(24).replace(/(.{4})(?=.)/g, '$1 ');
}

/** A username that says nothing about the person: `k7mx-4qtr-p2`. */
export function newUsername(): string {
  return `${clear(4)}-${clear(4)}-${clear(2)}`;
}

/** What a photographer types or follows, `k7mx-4qtr-p2h9-wxyz`: tries are limited by address, and 31^16 > 2^79. */
export function newLinkCode(): string {
  return `${clear(4)}-${clear(4)}-${clear(4)}-${clear(4)}`;
}

/** Whether a text can be a username at all; whatever else was typed is nobody's, and the database is not asked. */
export const isUsername = (text: string): boolean => /^[a-z0-9-]{1,40}$/.test(text);

/** The shape of the usernames we make: what somebody types where an application number could stand as well. */
export const looksLikeUsername = (text: string): boolean => /^[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{2}$/i.test(text);

/** A reference on receipts: `PRC-26-8H4N-2QXW`, the year in the middle; on other documents other letters before it. */
export function newReference(at: Date, kind = 'PRC'): string {
  return `${kind}-${String(at.getUTCFullYear()).slice(2)}-${clear(4)}-${clear(4)}`.toUpperCase();
}
