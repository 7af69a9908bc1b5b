import { MINUTE, SECOND } from '../../clock.js';

/** Codes by time as every authenticator app makes them (RFC 6238, SHA-1). */
export const CODE_DIGITS = 6;
export const CODE_PERIOD = 30 * SECOND;
/** So many steps before and after the present one are taken as well, because clocks differ (TRUST.md 15). */
export const CODE_SKEW = 1;
/** 160 bits (RFC 4226, 4). */
export const SECRET_BYTES = 20;

/** Made at once; each opens the account once, when the phone is lost (TRUST.md 15). */
export const RECOVERY_CODES = 10;
/** For so long new recovery codes can be looked at again, unless their owner says before that they are kept [A]. */
export const RECOVERY_CODES_SHOWN = 10 * MINUTE;

/** Apps and passkeys of one account [A]. */
export const FACTORS_MOST = 10;
export const FACTOR_NAME_LONGEST = 40;

/** So long a right password waits for its second step [A]. */
export const VERIFICATION_MINUTES = 10;
export const VERIFICATION_LIFE = VERIFICATION_MINUTES * MINUTE;

/** The step of a moment: how many periods have begun since 1970. */
export const stepAt = (now: Date): number => Math.floor(now.getTime() / CODE_PERIOD);

/** What was typed as a code, without the blanks and hyphens that make it readable; null when it is none. */
export function readCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/gu, '');
  return /^\d+$/.test(code) && code.length === CODE_DIGITS ? code : null;
}
