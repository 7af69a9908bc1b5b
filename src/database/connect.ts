import { join } from 'node:path';
import type { Config } from '../config.js';
import { type EmbeddedPostgres, startPostgres } from './embedded.js';
import { migrate, refuseOtherVersion } from './migrate.js';
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

export interface Opening {
  /** Nobody is at work, so that migrations may lock large tables; the embedded database is of one machine, and they always may. */
  readonly offline?: boolean;
  /** Nothing is migrated: a database of another version is refused. For what looks, copies, or comes before an upgrade. */
  readonly asItIs?: boolean;
}

/**
 * The database of the configuration, or the embedded one; migrated either way, unless told otherwise.
 * @throws Error where it is to stay as it is, and this version has other migrations
 */
export async function openDatabase(config: Config, { offline = false, asItIs = false }: Opening = {}): Promise<Database> {
  const bringOn = async (url: string, mayLock: boolean): Promise<string[]> =>
    asItIs ? refuseOtherVersion(url).then(() => []) : migrate(url, { offline: mayLock });
  if (config.databaseUrl) {
    const migrationDatabaseUrl = config.migrationDatabaseUrl ?? config.databaseUrl;
    const migrated = await bringOn(migrationDatabaseUrl, offline);
    return { databaseUrl: config.databaseUrl, migrationDatabaseUrl, migrated, stop: async () => {} };
  }
  const folder = join(config.dataDir, 'postgres');
  const server: EmbeddedPostgres = await startPostgres({ folder });
  const urls = await prepareDatabase(server.url(), 'portal', embeddedPasswords(folder));
  const migrated = await bringOn(urls.migrationDatabaseUrl, true).catch(async (fault: unknown) => {
    await server.stop();
    throw fault;
  });
  return { ...urls, migrated, stop: () => server.stop() };
}
