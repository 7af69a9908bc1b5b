import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { beyondTransactions, longLocks } from './migration-locks.js';
import { loadMigrations } from './migrations.js';
import { APP_ROLE } from './roles.js';

/** MikroORM's record of what was applied. */
export const MIGRATIONS_TABLE = 'mikro_orm_migrations';

const LOCK = 'portal: migrate';

/**
 * Runs the migrations that the database has not had yet, all in one transaction, and returns their names (none is the usual case). Of two
 * processes at once the second waits and then finds nothing to do. Throws what PostgreSQL says, and then nothing was applied.
 *
 * People may be at work meanwhile: a lock that is not free in two seconds is let go and asked for again, since whoever waits for one keeps
 * all others waiting; and what would keep them from a large table for long is refused, with its name.
 * @param migrationDatabaseUrl as the role that owns the database
 * @param folder of `.sql` files; the project's own by default
 * @param offline nobody is at work: large tables may be locked for as long as it takes
 */
export async function migrate(
  migrationDatabaseUrl: string,
  { folder, offline = false }: { folder?: URL; offline?: boolean } = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: migrationDatabaseUrl });
  await client.connect();
  try {
    await refuseUnfit(client);
    await client.query('select pg_advisory_lock(hashtext($1))', [LOCK]); // the end of the connection gives it back
    const applied = await whenFree(() => runMigrations(client, migrationDatabaseUrl, folder, offline));
    await client.query(KEEP_RECORD);
    return applied;
  } finally {
    await client.end();
  }
}

/** A lock that is not free in so many milliseconds is let go; so often it is asked for, with a pause between. */
const [LOCK_WITHIN, TRIES, PAUSE] = [2_000, 10, 1_000];
/** A statement on small tables that takes longer is stuck. */
const STATEMENT_WITHIN = 60_000;
/** The first that makes UUIDs of version 7 itself, as PostgreSQL numbers its versions. */
const OLDEST_SERVER = 180_000;
/** Rows from which on a table is large: reading it whole takes a second or more. */
const LARGE = 100_000;

async function whenFree<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = TRIES; ; left--) {
    try {
      return await work();
    } catch (fault) {
      if ((fault as { code?: unknown }).code !== '55P03' || left === 1) throw fault; // lock_not_available
      await wait(PAUSE);
    }
  }
}

async function runMigrations(client: pg.Client, clientUrl: string, folder: URL | undefined, offline: boolean): Promise<string[]> {
  const migrations = loadMigrations(folder);
  const limits = offline ? '' : `-c lock_timeout=${LOCK_WITHIN} -c statement_timeout=${STATEMENT_WITHIN}`;
  const orm = await MikroORM.init({
    clientUrl,
    driverOptions: { connectionString: clientUrl, options: limits }, // with its sslmode, as in orm.config.ts
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { migrationsList: migrations, tableName: MIGRATIONS_TABLE, snapshot: false, silent: true },
  });
  try {
    const names = new Set((await orm.migrator.getPending()).map(({ name }) => name));
    const pending = migrations.filter(({ name }) => names.has(name));
    refuseBeyondTransactions(pending);
    await refuseHalfIndexes(client, pending);
    if (!offline) await refuseLongLocks(client, pending);
    return await withItsName(orm.migrator);
  } finally {
    await orm.close(true);
  }
}

/** What PostgreSQL says of a statement does not tell whose it is. */
async function withItsName(migrator: MikroORM['migrator']): Promise<string[]> {
  let at: string | undefined;
  migrator.on('migrating', ({ name }) => {
    at = name;
  });
  try {
    return (await migrator.up()).map(({ name }) => name);
  } catch (fault) {
    if (at && Error.isError(fault)) fault.message = `${at}: ${fault.message}`;
    throw fault;
  }
}

/** @throws Error where no migration could ever be run */
async function refuseUnfit(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; isOld: boolean; readsOnly: boolean }>(
    `select split_part(version(), ' on ', 1) "version", current_setting('server_version_num')::int < ${OLDEST_SERVER} "isOld", pg_is_in_recovery() "readsOnly"`,
  );
  const [at] = rows;
  if (at?.isOld) throw new Error(`The portal needs PostgreSQL 18 or later; this is ${at.version}`);
  if (at?.readsOnly) throw new Error('MIGRATION_DATABASE_URL leads to a standby, which only reads: it must lead to the primary');
}

/** @throws Error that names each migration */
function refuseBeyondTransactions(pending: readonly Pending[]): void {
  const refused = pending.flatMap(({ name, up }) => beyondTransactions(up).map((statement) => `- ${name}: ${statement}`));
  if (refused.length === 0) return;
  throw new Error(
    `All migrations run in one transaction, in which PostgreSQL does nothing concurrently:\n${refused.join('\n')}\n` +
      'Write "create index if not exists": docs/operation.md, Upgrade, says how such an index is made beforehand.',
  );
}

/** What was begun concurrently and broken off has the name, and is used by nobody: `if not exists` would leave it at that. */
async function refuseHalfIndexes(client: pg.Client, pending: readonly Pending[]): Promise<void> {
  const indexes = await indexesOf(client);
  const refused = pending.flatMap(({ name, up }) =>
    longLocks(up).flatMap(({ unlessIndex }) =>
      unlessIndex && indexes.get(unlessIndex)?.valid === false ? `- ${name}: ${unlessIndex}` : [],
    ),
  );
  if (refused.length === 0) return;
  throw new Error(
    `These indexes are made in part only, or are being made now:\n${refused.join('\n')}\n` +
      'Wait for one that is being made. Drop others with "drop index concurrently", and make them again or let the migration do it.',
  );
}

/** @throws Error that names each migration and table, and the indexes that can be made while people are at work */
async function refuseLongLocks(client: pg.Client, pending: readonly Pending[]): Promise<void> {
  const { rows } = await client.query<{ name: string; rows: number }>(SIZES);
  const sizes = new Map(rows.map((table) => [table.name, table.rows]));
  const indexes = await indexesOf(client);
  const refused = pending.flatMap(({ name, up }) =>
    longLocks(up)
      .filter(({ table, unlessIndex }) => (sizes.get(table) ?? 0) >= LARGE && !(unlessIndex && indexes.get(unlessIndex)?.table === table))
      .map((lock) => ({ name, ...lock })),
  );
  if (refused.length === 0) return;
  const lines = refused.map(({ name, does, table }) => `- ${name} ${does}: ${table}, about ${sizes.get(table)} rows`);
  const beforehand = refused.flatMap(({ unlessIndex }) => unlessIndex ?? []);
  throw new Error(
    `These migrations would keep people from large tables:\n${lines.join('\n')}\n` +
      (beforehand.length > 0
        ? `Make beforehand, with "create index concurrently", as its migration writes it: ${beforehand.join(', ')} (docs/operation.md, Upgrade).\n`
        : '') +
      `${beforehand.length === refused.length ? 'Or stop' : 'Stop'} the portal and run: npm run migrate -- --offline`,
  );
}

interface Pending {
  readonly name: string;
  readonly up: string;
}

async function indexesOf(client: pg.Client): Promise<Map<string, { table: string; valid: boolean }>> {
  const { rows } = await client.query<{ name: string; table: string; valid: boolean }>(INDEXES);
  return new Map(rows.map(({ name, ...index }) => [name, index]));
}

const INDEXES = `select i.relname name, t.relname "table", indisvalid valid
                   from pg_index join pg_class i on i.oid = indexrelid join pg_class t on t.oid = indrelid
                  where i.relnamespace = 'public'::regnamespace`;

/** As the planner takes them; of a table that was never analyzed, a guess from its bytes. */
const SIZES = `select relname name, (case when reltuples < 0 then pg_relation_size(oid) / 100 else reltuples end)::float8 rows
                 from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`;

/** The application may see what was applied, for its health page, and not pretend. The role is missing on a server prepared by other means. */
const KEEP_RECORD = `do $$ begin
  if exists (select from pg_roles where rolname = '${APP_ROLE}') then
    revoke all on ${MIGRATIONS_TABLE} from ${APP_ROLE};
    grant select on ${MIGRATIONS_TABLE} to ${APP_ROLE};
  end if;
end $$`;
