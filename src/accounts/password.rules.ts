import { DAY, MINUTE, SECOND } from '../clock.js';
import { type Guessable, guessable } from './guessable.rules.js';
import { isOwnDetails, type OwnDetails, piecesOf } from './own-details.rules.js';
import { isRepeated, isSequence } from './sequence.rules.js';

/** A temporary password works for 30 days of 24 hours, to the second (S38). */
export const TEMPORARY_PASSWORD_DAYS = 30;
export const TEMPORARY_PASSWORD_LIFE = TEMPORARY_PASSWORD_DAYS * DAY;

/** So long before its end who has not used it is told, twice (PORTAL.md 4). */
export const EXPIRY_TOLD = [7 * DAY, 1 * DAY] as const;

/** A mailed link for a forgotten password (S41, TRUST.md 1). */
export const RESET_LINK_MINUTES = 30;
export const RESET_LINK_LIFE = RESET_LINK_MINUTES * MINUTE;
/** So many links of an account may be open at once: nobody's mailbox is flooded by strangers [A]. */
export const RESET_LINKS_OPEN = 3;
/** Milliseconds in which asking again is a second press of the same button, and brings no second mail [A]. */
export const RESET_LINK_AGAIN = 30 * SECOND;

/** A mailed link that opens sign-in in one browser after many wrong passwords, and how long that browser may try (TRUST.md 1). */
export const SIGN_IN_LINK_MINUTES = 30;
export const SIGN_IN_LINK_LIFE = SIGN_IN_LINK_MINUTES * MINUTE;

/** Length in characters (TRUST.md 12): 15 where the password stands alone, 12 beside a second factor. No composition rules, no expiry. */
export const PASSWORD_SHORTEST = 15;
export const PASSWORD_SHORTEST_WITH_FACTOR = 12;
export const PASSWORD_LONGEST = 128;

export const shortestPassword = (secondFactor: boolean): number => (secondFactor ? PASSWORD_SHORTEST_WITH_FACTOR : PASSWORD_SHORTEST);

/** Whether a password is long enough where no second step is asked for. */
export const standsAlone = (password: string): boolean => [...normalPassword(password)].length >= PASSWORD_SHORTEST;

/** What is hashed and compared: NFKC, so that the same keys give the same password on every device. */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/** Temporary passwords are lower case without look-alikes; spaces, hyphens and capitals are forgiven. */
export const normalTemporaryPassword = (password: string): string => password.replace(/[\s-]/gu, '').toLowerCase();

/** Why a password is refused; also names of texts. */
export type PasswordProblem = 'tooShort' | 'tooLong' | 'repeats' | 'sequence' | 'breached' | Guessable;

/**
 * What is wrong with a chosen password, or null. Length first, then what makes it guessable. Each step reads the text once or a fixed
 * number of times: 128 crafted characters cost no more than an ordinary password.
 * @param own the person's own details: a password must hold more than those
 * @param shortest see `shortestPassword`
 */
export function passwordProblem(password: string, own: OwnDetails, shortest: number): PasswordProblem | null {
  const text = normalPassword(password);
  const length = [...text].length;
  if (length < shortest) return 'tooShort';
  if (length > PASSWORD_LONGEST) return 'tooLong';
  if (isRepeated(text, PASSWORD_SHORTEST_WITH_FACTOR)) return 'repeats';
  if (isSequence(text)) return 'sequence';
  const pieces = piecesOf(own);
  if (isOwnDetails(text, pieces)) return 'ownDetails';
  return guessable(text, pieces);
}
