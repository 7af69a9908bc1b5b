import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Owns the database and all that is in it; only migrations run as it. */
export const OWNER_ROLE = 'portal_owner';
/** The portal itself: reads and writes rows, creates nothing, and cannot change what the migrations made append-only. */
export const APP_ROLE = 'portal_app';

export interface RolePasswords {
  readonly owner: string;
  readonly app: string;
}

export interface DatabaseUrls {
  /** As the application's role. */
  readonly databaseUrl: string;
  /** As the owner's role. */
  readonly migrationDatabaseUrl: string;
}

/** Any number, the same in all processes that prepare a server. */
const LOCK = 'portal: prepare database';

/**
 * Creates the two roles and the database unless they are there, sets the passwords, and gives each role its rights. Harmless when run again,
 * or by two processes at once. Tables made later by the owner are open to the application for SELECT, INSERT, UPDATE and DELETE: a migration
 * takes away what a table must not allow.
 * @param superuserUrl may name any database of the server
 */
export async function prepareDatabase(superuserUrl: string, name: string, passwords: RolePasswords): Promise<DatabaseUrls> {
  await connected(superuserUrl, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [LOCK]); // the end of the connection gives it back
    await makeRole(client, OWNER_ROLE, passwords.owner);
    await makeRole(client, APP_ROLE, passwords.app);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    const database = pg.escapeIdentifier(name);
    if (!rowCount) await client.query(`create database ${database} owner ${OWNER_ROLE}`);
    await client.query(`alter database ${database} owner to ${OWNER_ROLE}`);
    await client.query(databaseRights(name));
    await connected(withDatabase(superuserUrl, name), (inside) => inside.query(SCHEMA_RIGHTS));
  });
  return databaseUrls(superuserUrl, name, passwords);
}

/** The addresses of a prepared database. */
export function databaseUrls(superuserUrl: string, name: string, passwords: RolePasswords): DatabaseUrls {
  const url = withDatabase(superuserUrl, name);
  return { databaseUrl: signedIn(url, APP_ROLE, passwords.app), migrationDatabaseUrl: signedIn(url, OWNER_ROLE, passwords.owner) };
}

/**
 * SQL for the rights and settings that belong to a database itself; a copy of a database does not take them over. Settings are the role's, not
 * asked for by each connection: a pooler in between may hand those out to anybody.
 */
export function databaseRights(name: string): string {
  const database = pg.escapeIdentifier(name);
  const settings = Object.entries(APP_SETTINGS).map(
    ([key, value]) => `alter role ${APP_ROLE} in database ${database} set ${key} = '${value}';`,
  );
  return `revoke all on database ${database} from public; grant connect on database ${database} to ${APP_ROLE}; ${settings.join(' ')}`;
}

/**
 * What pages ask is answered by indexes, a few rows at a time: where PostgreSQL expects more than there is, as of rows that wait, it would start
 * other processes or a compiler, which takes longer than the answer. Nor does a disk turn to the next place any more, for which it would read
 * thousands of rows in the disk's order where a few in the index's are wanted. The limits are for what is stuck, and for a process that is lost with its
 * locks: a mail is sent within its transaction, which takes 80 s with a silent server.
 */
const APP_SETTINGS = {
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  random_page_cost: '1.1',
  lock_timeout: '30s',
  statement_timeout: '5min',
  idle_in_transaction_session_timeout: '5min',
} as const;

/** The passwords of the embedded server's roles: made once, then read from a file in its folder that only its user can read. */
export function embeddedPasswords(folder: string): RolePasswords {
  const file = join(folder, 'role-passwords.json');
  const aside = `${file}.new-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    return readPasswords(file);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault;
  }
  const made: RolePasswords = { owner: newPassword(), app: newPassword() };
  rmSync(aside, { force: true });
  writeFileSync(aside, `${JSON.stringify(made)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(aside, file); // unlike a rename it does not replace: of two processes at once, both use the first one's
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
  } finally {
    rmSync(aside, { force: true });
  }
  return readPasswords(file);
}

const SCHEMA_RIGHTS = `
  alter schema public owner to ${OWNER_ROLE};
  revoke all on schema public from public;
  grant usage on schema public to ${APP_ROLE};
  alter default privileges for role ${OWNER_ROLE} in schema public grant select, insert, update, delete on tables to ${APP_ROLE};
  alter default privileges for role ${OWNER_ROLE} in schema public grant usage, select on sequences to ${APP_ROLE};
`;

async function makeRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (!rowCount) await client.query(`create role ${role}`);
  await client.query(
    `alter role ${role} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${pg.escapeLiteral(password)}`,
  );
}

async function connected<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

function signedIn(address: string, user: string, password: string): string {
  const url = new URL(address);
  url.username = user;
  url.password = encodeURIComponent(password);
  return url.href;
}

function readPasswords(file: string): RolePasswords {
  return JSON.parse(readFileSync(file, 'utf8')) as RolePasswords;
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}
