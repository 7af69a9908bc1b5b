import type pg from 'pg';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly unique: boolean;
  readonly generated: boolean;
}

/** What a copy has of its own: in `copy_case` and `copy_person`, made beforehand for each batch. */
const OWN: Readonly<Record<string, string>> = {
  'case_file.application_number': 'b.number',
  'case_file.application_number_index': 'b.number_index',
  'person.facts': 'o.facts',
  'person.uci_index': 'o.uci_index',
  'card.face': 'case when t.face is null then null else o.face end',
  'confirmation.home_address': 'case when t.home_address is null then null else a.home end',
};
const OWN_ROWS: Readonly<Record<string, string>> = {
  person: 'join copy_person o on o.k = b.k and o.person = t.id',
  card: 'join copy_person o on o.k = b.k and o.person = t.person_id',
  confirmation: 'join copy_address a on a.n = b.address',
};
/** Mails are gone after 90 days (TRUST.md 19). */
const ONLY: Readonly<Record<string, string>> = { outbox_message: `b.back < 90 * 86400000::bigint` };

/**
 * A UUID of version 7 as long ago as its copy, that no other has: the number of the copy stands in it, the rest is the original's. It is put
 * together as bytes, and its casts are such that PostgreSQL puts it in line: hashes, parts of text and a call of its own cost several times as much.
 */
const COPY_OF_ID = `create function copy_of(id uuid, k int, back bigint) returns uuid language sql immutable strict parallel safe as $$
  select encode(substr(int8send(substr(uuid_send(id), 1, 6)::bigint - back), 3) || substr(uuid_send(id), 7, 4) || int4send(k)
          || substr(uuid_send(id), 15), 'hex')::uuid
$$`;

/** The statements that write the copies of a batch, one a table, in the order of the tables. */
export async function copyStatements(db: pg.Client, tables: readonly string[]): Promise<string[]> {
  await db.query(COPY_OF_ID);
  const statements: string[] = [];
  for (const table of tables) {
    const columns = (await columnsOf(db, table)).filter(({ generated }) => !generated);
    const values: string[] = [];
    for (const column of columns) values.push(OWN[`${table}.${column.name}`] ?? (await copied(db, table, column)));
    const only = ONLY[table] ? `where ${ONLY[table]}` : '';
    statements.push(`insert into ${table} (${columns.map(({ name }) => `"${name}"`).join(', ')})
      select ${values.join(', ')} from copy_case b join growth_${table} t on t.seeded_case = b.seeded_case ${OWN_ROWS[table] ?? ''} ${only}`);
  }
  return statements;
}

/** Officers, and whoever else is not of the case, stay who they are; moments lie as long ago as the copy. */
async function copied(db: pg.Client, table: string, { name, type, unique }: Column): Promise<string> {
  const value = `t."${name}"`;
  switch (type) {
    case 'uuid': {
      const { rows } = await db.query<{ of: boolean | null; not: boolean | null }>(
        `select bool_or(i.id is not null) "of", bool_or(i.id is null) "not" from growth_${table} t left join growth_id i on i.id = ${value} where ${value} is not null`,
      );
      const copy = `copy_of(${value}, b.k, b.back)`;
      if (!rows[0]?.of) return value;
      return rows[0].not ? `case when exists (select from growth_id i where i.id = ${value}) then ${copy} else ${value} end` : copy;
    }
    case 'timestamp with time zone':
      return `${value} - b.back * interval '1 millisecond'`;
    case 'date':
      return `${value} - (b.back / 86400000)::int`;
    case 'bytea':
      return unique || /_(index|hash)$/.test(name) ? `sha256(${value} || int4send(b.k))` : value;
    case 'text':
    case 'character varying':
      return unique ? `substr(md5(${value} || b.k) || md5(b.k || ${value}), 1, greatest(length(${value}), 12))` : value;
    default:
      return value;
  }
}

async function columnsOf(db: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await db.query<Column>(
    `select c.column_name "name", c.data_type "type", c.is_generated = 'ALWAYS' or c.is_identity = 'YES' generated,
            exists(select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey::int2[])
                    where i.indrelid = (c.table_schema || '.' || c.table_name)::regclass and i.indisunique and i.indnatts = 1 and a.attname = c.column_name) "unique"
       from information_schema.columns c where c.table_schema = 'public' and c.table_name = $1::text order by c.ordinal_position`,
    [table],
  );
  return rows;
}
