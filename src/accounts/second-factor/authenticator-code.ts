import { Secret, TOTP } from 'otpauth';
import { CODE_DIGITS, CODE_PERIOD, CODE_SKEW, SECRET_BYTES, stepAt } from './second-factor.rules.js';

/** A new secret for an app and the portal to share, in base 32. */
export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** The code of a step. */
export const codeOf = (secret: string, step: number): string => totp(secret).generate({ timestamp: step * CODE_PERIOD });

/** The step a code belongs to, the present one or a neighbour; null when it belongs to none. Compared in even time by the library. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const distance = totp(secret).validate({ token: code, timestamp: now.getTime(), window: CODE_SKEW });
  return distance === null ? null : stepAt(now) + distance;
}

/** What the picture says to an app; the issuer is how the app names the account in its list. */
export const addressOf = (secret: string, issuer: string, username: string): string => totp(secret, issuer, username).toString();

const totp = (secret: string, issuer = '', label = ''): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), issuer, label, algorithm: 'SHA1', digits: CODE_DIGITS, period: CODE_PERIOD / 1000 });
