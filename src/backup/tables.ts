import type pg from 'pg';

type Asked = Pick<pg.ClientBase, 'query'>;

/** Rows that are read or written in one statement. */
const BATCH = 500;
/** MikroORM's own record is a restored system's already; photos are copied as files, whatever their home. */
const LEFT_OUT = ['mikro_orm_migrations', 'photo_object'];
/** Whoever is in a system has left a row in one of these. */
const OF_PEOPLE = ['case_file', 'account', 'audit_event'];

/** The names of all tables with records, in order. */
export async function tablesOf(database: Asked): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all($1) order by 1`,
    [LEFT_OUT],
  );
  return rows.map(({ name }) => name);
}

/** Names of the migrations that the database has had, in order. */
export async function migrationsOf(database: Asked): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>('select name from mikro_orm_migrations order by name');
  return rows.map(({ name }) => name);
}

/** Where the counters of the database stand, by name; one that was never used is not among them. */
export async function countersOf(database: Asked): Promise<Record<string, string>> {
  const { rows } = await database.query<{ name: string; value: string }>(
    `select sequencename as name, last_value as value from pg_sequences where schemaname = 'public' and last_value is not null order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** Every row of a table as one line of JSON; within a transaction, a few at a time. */
export async function* linesOf(database: Asked, table: string): AsyncGenerator<string> {
  await database.query(`declare each_row no scroll cursor for select row_to_json(r)::text as line from "${table}" as r`);
  for (let full = true; full; ) {
    const { rows } = await database.query<{ line: string }>(`fetch ${BATCH} from each_row`);
    for (const { line } of rows) yield line;
    full = rows.length === BATCH;
  }
  await database.query('close each_row');
}

/** Puts lines of `linesOf` into a table as they were, but for columns that the database makes itself. @returns how many */
export async function fill(database: Asked, table: string, lines: AsyncIterable<string>): Promise<number> {
  const { rows: columns } = await database.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [`"${table}"`],
  );
  const names = columns.map(({ name }) => name).join(', ');
  const insert = `insert into "${table}" (${names}) overriding system value select ${names} from json_populate_recordset(null::"${table}", $1::json)`;
  let [count, batch] = [0, [] as string[]];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await database.query(insert, [`[${batch.join(',')}]`]);
    count += batch.length;
    batch = [];
  };
  for await (const line of lines) {
    batch.push(line);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return count;
}

/**
 * Lets work fill all tables in any order, within one transaction of their owner: emptied first, with no trigger of ours at work and no
 * foreign keys, which are then made and held to anew.
 */
export async function withoutRules(database: Asked, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const { rows: keys } = await database.query<{ on: string; name: string; rule: string }>(
    `select conrelid::regclass::text as on, quote_ident(conname) as name, pg_get_constraintdef(oid) as rule
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { on, name } of keys) await database.query(`alter table ${on} drop constraint ${name}`);
  for (const table of tables) await database.query(`alter table "${table}" disable trigger user`);
  await database.query(`truncate ${tables.map((table) => `"${table}"`).join(', ')}`);
  await work();
  for (const table of tables) await database.query(`alter table "${table}" enable trigger user`);
  for (const { on, name, rule } of keys) await database.query(`alter table ${on} add constraint ${name} ${rule}`);
}

export async function setCounters(database: Asked, counters: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(counters)) await database.query('select setval($1::regclass, $2)', [`"${name}"`, value]);
}

/** Nobody was ever in it: also before its first migration, and at any other. */
export async function isEmpty(database: Asked): Promise<boolean> {
  for (const table of await tablesOf(database)) {
    if (!OF_PEOPLE.includes(table)) continue;
    const { rows } = await database.query(`select from "${table}" limit 1`);
    if (rows.length > 0) return false;
  }
  return true;
}
