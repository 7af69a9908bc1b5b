import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { postmaster } from '../database/embedded-cluster.js';

/** Removes the embedded database with all that belongs to its people: photos, mails, the list of sample people. Secrets stay. */
export function emptyData(config: Pick<Config, 'dataDir'>): void {
  for (const name of ['postgres', 'photos', 'mail', 'seeded.json', 'seeding']) {
    rmSync(join(config.dataDir, name), { recursive: true, force: true });
  }
}

/** Whether a server works on the embedded database now. */
export function isInUse(config: Pick<Config, 'dataDir'>): boolean {
  const folder = join(config.dataDir, 'postgres');
  return existsSync(folder) && postmaster(join(realpathSync(folder), 'data')) !== undefined;
}
