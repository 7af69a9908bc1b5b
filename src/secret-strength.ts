import type { Secrets } from './secrets.js';

/** A random key of 32 bytes has about 30 different ones; a word that was typed, or a sample that was copied, has few. */
const FEWEST_DIFFERENT = 8;

/**
 * Refuses secrets that are none: samples, one letter over and over, one secret for two purposes (TRUST.md 23).
 * @throws Error that names the settings
 */
export function refuseWeak({ dataKeys, indexKey, sessionSecret, passwordPepper }: Secrets): void {
  const named: [string, Uint8Array][] = [
    ...dataKeys.map(({ id, key }): [string, Uint8Array] => [`key ${id} of DATA_KEYS`, key]),
    ['INDEX_KEY', indexKey],
    ['SESSION_SECRET', Buffer.from(sessionSecret)],
    ['PASSWORD_PEPPER', passwordPepper],
  ];
  for (const [name, bytes] of named)
    if (new Set(bytes).size < FEWEST_DIFFERENT)
      throw new Error(`${name} is no secret: make one of random bytes, for example with openssl rand -base64 32`);
  for (const [at, [name, bytes]] of named.entries()) {
    const twin = named
      .slice(0, at)
      .find(([, other]) => Buffer.compare(bytes, other) === 0 || Buffer.from(bytes).toString('base64') === Buffer.from(other).toString());
    if (twin) throw new Error(`${twin[0]} and ${name} are the same: each needs a secret of its own`);
  }
  const numbers = dataKeys.map(({ id }) => id);
  const twice = numbers.find((id, at) => numbers.indexOf(id) !== at);
  if (twice !== undefined) throw new Error(`DATA_KEYS names key ${twice} twice`);
}
