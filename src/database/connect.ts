import { join } from 'node:path';
import type { Config } from '../config.js';
import { type EmbeddedPostgres, startPostgres } from './embedded.js';
import { migrate } from './migrate.js';
import { embeddedPasswords, prepareDatabase } from './roles.js';

export interface Database {
  databaseUrl: string;
  /** As the role that owns the database. */
  migrationDatabaseUrl: string;
  /** Ends the embedded server where this process started it; does nothing for another one. */
  stop(): Promise<void>;
}

/** The database of the configuration, or the embedded one; migrated either way. */
export async function openDatabase(config: Config): Promise<Database> {
  if (config.databaseUrl) {
    const migrationDatabaseUrl = config.migrationDatabaseUrl ?? config.databaseUrl;
    await migrate(migrationDatabaseUrl);
    return { databaseUrl: config.databaseUrl, migrationDatabaseUrl, stop: async () => {} };
  }
  const folder = join(config.dataDir, 'postgres');
  const server: EmbeddedPostgres = await startPostgres({ folder });
  const urls = await prepareDatabase(server.url(), 'portal', embeddedPasswords(folder));
  await migrate(urls.migrationDatabaseUrl);
  return { ...urls, stop: () => server.stop() };
}
