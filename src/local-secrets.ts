import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const SECRET_NAMES = ['DATA_KEYS', 'INDEX_KEY', 'SESSION_SECRET', 'PASSWORD_PEPPER'] as const;

/** Secrets as they are written in settings. */
export type SecretTexts = Record<(typeof SECRET_NAMES)[number], string>;

/** What keys:rotate has begun: it is there while the look-ups are being made anew. */
export interface LocalSecrets extends SecretTexts {
  NEXT_INDEX_KEY?: string;
}

const fileOf = (dataDir: string): string => join(dataDir, 'secrets.json');

export const newSecret = (): string => randomBytes(32).toString('base64');

/** Outside production the secrets are made once and kept beside the data they protect. */
export function localSecrets(dataDir: string): LocalSecrets {
  const file = fileOf(dataDir);
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    const made: SecretTexts = {
      DATA_KEYS: `1:${newSecret()}`,
      INDEX_KEY: newSecret(),
      SESSION_SECRET: newSecret(),
      PASSWORD_PEPPER: newSecret(),
    };
    try {
      writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' }); // two at once: the first one's secrets stay
    } catch {
      // made by another process in the meantime
    }
  }
  return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
}

/** Aside first: a process that dies here leaves the old file or the new one, and never loses a key. */
export function keepLocalSecrets(dataDir: string, secrets: LocalSecrets): void {
  const file = fileOf(dataDir);
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
