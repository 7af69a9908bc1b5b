import { SECRET_NAMES, type SecretTexts } from './local-secrets.js';
import { refuseWeak } from './secret-strength.js';

/** The secrets of a system, as they are used. */
export interface Secrets {
  /** Keys for personal facts, newest first: one to write with, all to read with. 32 bytes each, numbered 1 to 255. */
  dataKeys: { id: number; key: Buffer }[];
  indexKey: Buffer;
  sessionSecret: string;
  passwordPepper: Buffer;
}

/** @throws Error that names the one that is missing or too weak */
export function secretsFrom(text: { readonly [Name in keyof SecretTexts]?: string | undefined }): Secrets {
  for (const name of SECRET_NAMES) if (!text[name]) throw new Error(`DATA_KEYS is set, so ${name} must be set as well`);
  const bytes = (name: string, value: string): Buffer => {
    const key = Buffer.from(value, 'base64');
    if (key.length < 32) throw new Error(`${name} needs at least 32 bytes in base64`);
    return key;
  };
  const dataKeys = (text.DATA_KEYS ?? '').split(',').map((entry) => {
    const [id, value] = entry.trim().split(':');
    if (!/^\d+$/.test(id ?? '') || Number(id) < 1 || Number(id) > 255) throw new Error('DATA_KEYS is written NUMBER:BASE64, newest first');
    return { id: Number(id), key: bytes('DATA_KEYS', value ?? '').subarray(0, 32) };
  });
  const sessionSecret = text.SESSION_SECRET ?? '';
  if (sessionSecret.length < 32) throw new Error('SESSION_SECRET needs at least 32 characters');
  const secrets: Secrets = {
    dataKeys,
    indexKey: bytes('INDEX_KEY', text.INDEX_KEY ?? ''),
    sessionSecret,
    passwordPepper: bytes('PASSWORD_PEPPER', text.PASSWORD_PEPPER ?? ''),
  };
  refuseWeak(secrets);
  return secrets;
}
