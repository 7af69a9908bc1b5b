import { join } from 'node:path';
import type { Config } from '../config.js';
import { type EmbeddedPostgres, startPostgres } from './embedded.js';
import { refuseElsewhere, refuseOlder, refuseOtherVersion, refuseOwner, refuseSuperuser } from './judge-database.js';
import { migrate } from './migrate.js';
import { type DatabaseUrls, embeddedPasswords, prepareDatabase } from './roles.js';

export interface Database {
  databaseUrl: string;
  /** As the role that owns the database; of a process that was not told it, the same as the other. */
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
  /** Only the role that owns the database may do what is meant. */
  readonly asOwner?: boolean;
}

/**
 * The database of the configuration, or the embedded one; migrated either way, unless told otherwise. In production a process that does not
 * know the owner's password can't migrate, and finds its migrations there.
 * @throws Error where it is to stay as it is, and this version has other migrations
 */
export async function openDatabase(config: Config, opening: Opening = {}): Promise<Database> {
  return config.databaseUrl ? openGiven(config.databaseUrl, config, opening) : openEmbedded(config, opening);
}

async function openGiven(databaseUrl: string, { migrationDatabaseUrl, mode }: Config, opening: Opening): Promise<Database> {
  const opened = { databaseUrl, migrationDatabaseUrl: migrationDatabaseUrl ?? databaseUrl, stop: async () => {} };
  if (mode !== 'production') return { ...opened, migrated: await broughtOn(opened, opening) };
  if (migrationDatabaseUrl) {
    await refuseSuperuser(migrationDatabaseUrl);
    // what the owner alone does needs no connection of the portal's role, which a pooler would keep: it would look like a portal at work
    const serves = !opening.asOwner;
    if (serves) await refuseOwner(databaseUrl);
    const migrated = await broughtOn(opened, opening);
    if (serves) await refuseElsewhere(databaseUrl);
    if (serves && migrated.length > 0) await refuseOwner(databaseUrl); // of a new database there were no tables before
    return { ...opened, migrated };
  }
  if (opening.asOwner) throw new Error('This needs MIGRATION_DATABASE_URL, as the role that owns the database');
  await refuseOwner(databaseUrl);
  await (opening.asItIs ? refuseOtherVersion : refuseOlder)(databaseUrl); // in an upgrade processes of before go on, and are started anew
  return { ...opened, migrated: [] };
}

async function openEmbedded({ dataDir }: Config, opening: Opening): Promise<Database> {
  const folder = join(dataDir, 'postgres');
  const server: EmbeddedPostgres = await startPostgres({ folder });
  try {
    const urls = await prepareDatabase(server.url(), 'portal', embeddedPasswords(folder));
    return { ...urls, migrated: await broughtOn(urls, { ...opening, offline: true }), stop: () => server.stop() };
  } catch (fault) {
    await server.stop();
    throw fault;
  }
}

async function broughtOn({ migrationDatabaseUrl }: DatabaseUrls, { offline = false, asItIs = false }: Opening): Promise<readonly string[]> {
  if (!asItIs) return migrate(migrationDatabaseUrl, { offline });
  await refuseOtherVersion(migrationDatabaseUrl);
  return [];
}
