import type pg from 'pg';

interface Definition {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/**
 * Writes to these tables while they have neither indexes nor foreign keys, and makes all of them again: one sort for each index instead of a
 * search for each row.
 */
export async function withoutIndexes(
  db: pg.Client,
  tables: readonly string[],
  write: () => Promise<unknown>,
  tell: (what: string) => void,
): Promise<void> {
  const among = `any (select unnest($1::text[])::regclass::oid)`;
  const constraints = async (which: string): Promise<Definition[]> => {
    const { rows } = await db.query<Definition>(
      `select conrelid::regclass::text "table", conname "name", pg_get_constraintdef(oid) definition from pg_constraint where ${which} order by 1, 2`,
      [tables],
    );
    return rows;
  };
  const foreign = await constraints(`contype = 'f' and (conrelid = ${among} or confrelid = ${among})`);
  const keys = await constraints(`contype in ('p', 'u') and conrelid = ${among}`);
  const { rows: indexes } = await db.query<Definition>(
    `select indrelid::regclass::text "table", indexrelid::regclass::text "name", pg_get_indexdef(indexrelid) definition
       from pg_index where indrelid = ${among} and not exists (select from pg_constraint c where c.conindid = indexrelid) order by 1, 2`,
    [tables],
  );
  for (const { table, name } of [...foreign, ...keys]) await db.query(`alter table ${table} drop constraint "${name}"`);
  for (const { name } of indexes) await db.query(`drop index ${name}`);
  await write();
  tell('indexes are made');
  await db.query(`set maintenance_work_mem = '1GB'`);
  // one table after the other, so that one that fits into memory is read from the disk once; what vacuum marks is not marked again by each scan
  for (const table of tables) {
    await db.query(`vacuum ${table}`);
    for (const key of keys.filter((one) => one.table === table))
      await db.query(`alter table ${table} add constraint "${key.name}" ${key.definition}`);
    for (const index of indexes.filter((one) => one.table === table)) await db.query(index.definition);
  }
  tell('foreign keys are looked through');
  for (const { table, name, definition } of foreign) await db.query(`alter table ${table} add constraint "${name}" ${definition}`);
}
