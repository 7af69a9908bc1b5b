import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { loadMigrations } from './migrations.js';
import { APP_ROLE } from './roles.js';

/** MikroORM's record of what was applied. */
export const MIGRATIONS_TABLE = 'mikro_orm_migrations';

const LOCK = 'portal: migrate';

/**
 * Runs the migrations that the database has not had yet, all in one transaction, and returns their names (none is the usual case). Of two
 * processes at once the second waits and then finds nothing to do. Throws what PostgreSQL says, and then nothing was applied.
 * @param migrationDatabaseUrl as the role that owns the database
 * @param folder of `.sql` files; the project's own by default
 */
export async function migrate(migrationDatabaseUrl: string, folder?: URL): Promise<string[]> {
  const client = new pg.Client({ connectionString: migrationDatabaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [LOCK]); // the end of the connection gives it back
    const applied = await runMigrations(migrationDatabaseUrl, folder);
    await client.query(KEEP_RECORD);
    return applied;
  } finally {
    await client.end();
  }
}

async function runMigrations(clientUrl: string, folder: URL | undefined): Promise<string[]> {
  const orm = await MikroORM.init({
    clientUrl,
    driverOptions: { connectionString: clientUrl }, // with its sslmode, as in orm.config.ts
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { migrationsList: loadMigrations(folder), tableName: MIGRATIONS_TABLE, snapshot: false, silent: true },
  });
  try {
    return (await orm.migrator.up()).map(({ name }) => name);
  } finally {
    await orm.close(true);
  }
}

/** The application may see what was applied, for its health page, and not pretend. The role is missing on a server prepared by other means. */
const KEEP_RECORD = `do $$ begin
  if exists (select from pg_roles where rolname = '${APP_ROLE}') then
    revoke all on ${MIGRATIONS_TABLE} from ${APP_ROLE};
    grant select on ${MIGRATIONS_TABLE} to ${APP_ROLE};
  end if;
end $$`;
