import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type DatabaseUrls, databaseRights, databaseUrls, OWNER_ROLE } from '../../src/database/roles.js';

export interface TestDatabase extends DatabaseUrls {
  readonly superuserUrl: string;
  /** Also disconnects whoever still is connected. */
  drop(): Promise<void>;
}

/** Given back by portals that ended, emptied; of this process's tests only. */
const spare: TestDatabase[] = [];
/** A database is emptied so many times: what is deleted stays in its files. */
const MOST_USES = 40;
const uses = new Map<string, number>();

/**
 * Migrated and empty like a new one, but perhaps used and emptied before: making a copy costs more than most tests do.
 * What was changed in it besides rows is seen by `giveBack`.
 */
export async function anEmptyDatabase(): Promise<TestDatabase> {
  const used = spare.pop();
  if (used) return used;
  const copy = await aDatabase();
  asCopied ??= await connected(copy.superuserUrl, stateOf);
  return copy;
}

/** Ends a test's use of a database. It is emptied for the next, or dropped if that is not possible. */
export async function giveBack(database: TestDatabase): Promise<void> {
  const used = (uses.get(database.databaseUrl) ?? 0) + 1;
  uses.set(database.databaseUrl, used);
  if (used < MOST_USES && (await emptied(database).catch(() => false))) spare.push(database);
  else await database.drop();
}

/** What every copy is at first: of its catalogue, how much there is and by which transaction it was changed last; the rows that migrations wrote. */
interface State {
  readonly catalogue: string;
  readonly written: string;
}
let asCopied: State | undefined;

function emptied({ superuserUrl }: TestDatabase): Promise<boolean> {
  return connected(superuserUrl, async (client) => {
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    if ((await catalogueOf(client)) !== asCopied?.catalogue) return false;
    await client.query(EMPTYING);
    return (await writtenIn(client)) === asCopied.written;
  });
}

const stateOf = async (client: pg.Client): Promise<State> => ({ catalogue: await catalogueOf(client), written: await writtenIn(client) });

/** Changes with every table, column, trigger, function, right or constraint that is made, altered or taken away. */
async function catalogueOf(client: pg.Client): Promise<string> {
  const catalogues = [
    'class',
    'attribute',
    'trigger',
    'proc',
    'constraint',
    'index',
    'namespace',
    'type',
    'default_acl',
    'policy',
    'rewrite',
  ];
  const counted = catalogues.map((name) => `select '${name}' as name, count(*), max(xmin::text::bigint) as newest from pg_${name}`);
  const { rows } = await client.query(`${counted.join(' union all ')} order by 1`);
  return JSON.stringify(rows);
}

/** The one table that has rows in the template. */
const WRITTEN = 'mikro_orm_migrations';

async function writtenIn(client: pg.Client): Promise<string> {
  const { rows } = await client.query(`select t::text from ${WRITTEN} t order by 1`);
  return JSON.stringify(rows);
}

/** Without triggers, which forbid what nobody else may do; sequences begin anew. */
const EMPTYING = `
  set session_replication_role = replica;
  do $$
  declare
    name text;
    filled boolean;
  begin
    for name in select oid::regclass from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        and relname <> '${WRITTEN}' loop
      execute 'select exists (select from ' || name || ')' into filled;
      if filled then execute 'delete from ' || name; end if;
    end loop;
    perform setval(seqrelid, seqstart, false) from pg_sequence where seqrelid::regclass::text not like 'mikro_orm%';
  end $$`;

/** A fresh, migrated and empty database of one's own, as a copy of the template that global-setup.mjs made. */
export async function aDatabase(): Promise<TestDatabase> {
  const server = given('TEST_SUPERUSER_URL');
  const name = `t_${randomBytes(8).toString('hex')}`;
  await run(server, `create database ${name} template portal_template strategy file_copy owner ${OWNER_ROLE}`, databaseRights(name));
  const superuserUrl = new URL(`/${name}`, server).href;
  const passwords = { owner: given('TEST_OWNER_PASSWORD'), app: given('TEST_APP_PASSWORD') };
  return {
    ...databaseUrls(superuserUrl, name, passwords),
    superuserUrl,
    drop: () => run(server, `drop database if exists ${name} with (force)`),
  };
}

function run(connectionString: string, ...statements: string[]): Promise<void> {
  return connected(connectionString, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

async function connected<Result>(connectionString: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: Jest's global set-up has not run.`);
  return value;
}
