import { join } from 'node:path';
import type { Config } from '../config.js';
import { type EmbeddedPostgres, startPostgres } from './embedded.js';
import { migrate } from './migrate.js';
import { embeddedPasswords, prepareDatabase } from './roles.js';

export interface Database {
  databaseUrl: string;
  /** As the role that owns the database. */
  migrationDatabaseUrl: string;
  /** The migrations that were new. */
  migrated: readonly string[];
  /** Ends the embedded server where this process started it; does nothing for another one. */
  stop(): Promise<void>;
}

/**
 * The database of the configuration, or the embedded one; migrated either way.
 * @param offline nobody is at work, so that migrations may lock large tables; the embedded one is of one machine, and they always may
 */
export async function openDatabase(config: Config, offline = false): Promise<Database> {
  if (config.databaseUrl) {
    const migrationDatabaseUrl = config.migrationDatabaseUrl ?? config.databaseUrl;
    const migrated = await migrate(migrationDatabaseUrl, { offline });
    return { databaseUrl: config.databaseUrl, migrationDatabaseUrl, migrated, stop: async () => {} };
  }
  const folder = join(config.dataDir, 'postgres');
  const server: EmbeddedPostgres = await startPostgres({ folder });
  const urls = await prepareDatabase(server.url(), 'portal', embeddedPasswords(folder));
  const migrated = await migrate(urls.migrationDatabaseUrl, { offline: true });
  return { ...urls, migrated, stop: () => server.stop() };
}
