import pg from 'pg';
import { roleIn } from './database-url.js';
import { MIGRATIONS_TABLE } from './migrate.js';
import { loadMigrations } from './migrations.js';
import type { DatabaseUrls } from './roles.js';

/**
 * That the database has had the migrations of this version.
 * @param folder of `.sql` files; the project's own by default
 * @throws Error that says how many are missing
 */
export async function refuseOlder(databaseUrl: string, folder?: URL): Promise<void> {
  refuseMissing(await migrationsAt(databaseUrl, folder));
}

/**
 * That the database has had exactly the migrations of this version: what copies or rewrites records must know all that there is.
 * @param folder of `.sql` files; the project's own by default
 * @throws Error that says which way it differs
 */
export async function refuseOtherVersion(databaseUrl: string, folder?: URL): Promise<void> {
  const at = await migrationsAt(databaseUrl, folder);
  refuseMissing(at);
  const newer = at.had.filter((name) => !at.known.includes(name));
  if (newer.length > 0) throw new Error(`The database is of a newer version than this one: it has had ${newer.at(-1)}.`);
}

interface Migrations {
  readonly had: readonly string[];
  readonly known: readonly string[];
}

function refuseMissing({ had, known }: Migrations): void {
  const missing = known.filter((name) => !had.includes(name));
  if (missing.length === 0) return;
  throw new Error(
    had.length === 0
      ? 'There is no portal in this database yet: npm start makes one, or npm run migrate.'
      : `The database is of an older version: it lacks ${missing.length} of ${known.length} migrations. Use the version that it is of, or bring it on first: npm run migrate`,
  );
}

/** Whether a portal is connected to this database now. */
export async function othersAtWork({ databaseUrl, migrationDatabaseUrl }: DatabaseUrls): Promise<boolean> {
  const others = await rowsOf(
    migrationDatabaseUrl,
    'select from pg_stat_activity where datname = current_database() and usename = $1 and pid <> pg_backend_pid() limit 1',
    [roleIn(databaseUrl)],
  );
  return others.length > 0;
}

/** @throws Error where the portal's role owns its tables, could become their owner, or is a superuser: what happened could be changed with it */
export async function refuseOwner(databaseUrl: string): Promise<void> {
  const owned = await rowsOf(
    databaseUrl,
    `select from pg_tables where tablename = $1 and schemaname = 'public' and pg_has_role(current_user, tableowner, 'member')`,
    [MIGRATIONS_TABLE],
  );
  if (owned.length > 0) throw new Error('DATABASE_URL must be of a role that owns nothing; the owner is for MIGRATION_DATABASE_URL');
}

/** @throws Error where a superuser would migrate: what they made nobody else could bring on, or give the portal's role */
export async function refuseSuperuser(migrationDatabaseUrl: string): Promise<void> {
  const found = await rowsOf(migrationDatabaseUrl, 'select from pg_roles where rolname = current_user and rolsuper');
  if (found.length > 0)
    throw new Error('MIGRATION_DATABASE_URL must be of the role that owns the database, and no superuser: ops/database-roles.sh makes it');
}

/** @throws Error where the portal would serve a database without a portal in it, when one was just looked at or brought on */
export async function refuseElsewhere(databaseUrl: string): Promise<void> {
  if ((await migrationsAt(databaseUrl)).had.length === 0)
    throw new Error('DATABASE_URL leads to another database than MIGRATION_DATABASE_URL: there is no portal in it');
}

async function migrationsAt(databaseUrl: string, folder?: URL): Promise<Migrations> {
  const known = loadMigrations(folder).map(({ name }) => name);
  const isThere = await rowsOf(databaseUrl, 'select where to_regclass($1) is not null', [MIGRATIONS_TABLE]);
  const rows = isThere.length > 0 ? await rowsOf<{ name: string }>(databaseUrl, `select name from ${MIGRATIONS_TABLE} order by name`) : [];
  return { had: rows.map(({ name }) => name), known };
}

async function rowsOf<Row extends pg.QueryResultRow>(
  connectionString: string,
  sql: string,
  values: readonly string[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
