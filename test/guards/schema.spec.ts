import { MikroORM } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import pg from 'pg';
import { loadMigrations } from '../../src/database/migrations.js';
import { migrate, MIGRATIONS_TABLE } from '../../src/database/migrate.js';
import { ormConfig } from '../../src/database/orm.config.js';
import { aDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.drop());

const ONLY_IN_THE_DATABASE =
  /_holds"|"audit_event_(chain_position_unique|waiting_index)"|drop column "chain", drop column "position", drop column "hash"$|drop function/;

describe('the schema that the migrations make', () => {
  it('is the one the entities describe, but for what only the database holds', async () => {
    const orm = await MikroORM.init(ormConfig(database.migrationDatabaseUrl));
    const wanted = await orm.schema.getUpdateSchemaSQL({ wrap: false }).finally(() => orm.close());
    // constraints made by hand end in _holds, and the trail's chain is the database's alone (migrations/0015): entities do not know them
    const statements = wanted.split(/;\s*/).filter((statement) => statement.trim() !== '' && !ONLY_IN_THE_DATABASE.test(statement));
    expect(statements).toEqual([]);
  });

  it('is wholly applied, and nothing else', async () => {
    const { rows } = await query<{ name: string }>(`select name from ${MIGRATIONS_TABLE} order by name`);
    expect(rows.map(({ name }) => name)).toEqual(loadMigrations().map(({ name }) => name));
  });

  it('names each purpose as a sentence, in order', () => {
    const names = loadMigrations().map(({ name }) => name);
    expect(names.filter((name) => !/^\d{4}-[a-z0-9]+(-[a-z0-9]+){2,}$/.test(name))).toEqual([]);
    const numbers = names.map((name) => Number(name.slice(0, 4)));
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other)); // a gap is a number kept for a change on its way
  });

  it('goes down to nothing and up again to the same', async () => {
    const before = await shape();
    const orm = await MikroORM.init({
      clientUrl: database.migrationDatabaseUrl,
      entities: [],
      discovery: { warnWhenNoEntities: false },
      extensions: [Migrator],
      migrations: { migrationsList: loadMigrations(), tableName: MIGRATIONS_TABLE, snapshot: false, silent: true },
    });
    try {
      await orm.migrator.down({ to: 0 });
      expect((await shape()).filter((line) => !line.includes(MIGRATIONS_TABLE))).toEqual([]);
    } finally {
      await orm.close();
    }
    await migrate(database.migrationDatabaseUrl);
    expect(await shape()).toEqual(before);
  });

  it('gives the application’s role no way to change the trail, and no table to make', async () => {
    const as = new pg.Client({ connectionString: database.databaseUrl });
    await as.connect();
    try {
      for (const text of [
        'update audit_event set action = action',
        'delete from audit_event',
        'truncate audit_event',
        'create table own (n integer)',
        'alter table audit_event disable trigger all',
        'drop table photo_submission',
      ]) {
        await expect(as.query(text)).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await as.end();
    }
  });
});

/** Columns, constraints, indexes, triggers, functions and rights, a line each. */
async function shape(): Promise<string[]> {
  const { rows } = await query<{ line: string }>(`
    select concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default) as line from information_schema.columns where table_schema = 'public'
    union all select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'public'::regnamespace
    union all select concat_ws(' ', 'index', indexdef) from pg_indexes where schemaname = 'public'
    union all select concat_ws(' ', 'trigger', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
    union all select concat_ws(' ', 'function', proname) from pg_proc where pronamespace = 'public'::regnamespace
    union all select concat_ws(' ', 'right', grantee, privilege_type, table_name) from information_schema.role_table_grants where table_schema = 'public'
    order by 1`);
  return rows.map(({ line }) => line);
}

async function query<Row extends pg.QueryResultRow>(text: string): Promise<pg.QueryResult<Row>> {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  return client.query<Row>(text).finally(() => client.end());
}
