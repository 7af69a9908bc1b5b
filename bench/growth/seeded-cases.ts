import type pg from 'pg';
import type { CardFace } from '../../src/cards/card-face.js';
import type { PersonFacts } from '../../src/cases/person.entity.js';
import type { Language } from '../../src/language/language.js';
import type { Vault } from '../../src/privacy/vault.js';

/** What of a person is written anew in each copy; their card says it too, once it is printed. */
export interface SeededPerson {
  readonly id: string;
  readonly facts: PersonFacts;
  readonly face: CardFace | null;
}

/** A case of the sample people: every copy has its rows, with names, numbers and days of its own. */
export interface SeededCase {
  readonly id: string;
  readonly language: Language;
  /** Its card is in the mail: copies of it are old, those of others wait for somebody now. */
  readonly over: boolean;
  readonly persons: readonly SeededPerson[];
}

/** Rows that belong to a process, a moment or several cases; copies of them would say nothing, and nobody represents thousands. */
const LEFT_OUT = ['session', 'file_claim', 'representation', 'card_batch_place', 'photo_undo', 'search_word', 'address_word'];
/** Rows that name a case or its people without a foreign key. */
const LOOSE: readonly { readonly table: string; readonly column: string; readonly of: string; readonly keyed: boolean }[] = [
  { table: 'audit_event', column: 'case_file', of: 'case_file', keyed: true },
  { table: 'audit_chain', column: 'chain', of: 'case_file', keyed: false },
  { table: 'outbox_message', column: 'about_person', of: 'person', keyed: true },
];

export async function seededCases(db: pg.Client, vault: Vault): Promise<SeededCase[]> {
  const { rows } = await db.query<{ id: string; language: Language; over: boolean; person: string; facts: Buffer; face: Buffer | null }>(
    `select f.id, f.language, p.id person, p.facts, (select face from card c where c.person_id = p.id and c.face is not null limit 1) face,
            exists(select from person o join card c on c.person_id = o.id where o.case_file_id = f.id and c.state = 'mailed') "over"
       from case_file f join person p on p.case_file_id = f.id order by f.id, p.id`,
  );
  const cases = new Map<string, SeededCase & { persons: SeededPerson[] }>();
  const open = <Value>(sealed: Buffer, column: string): Value => JSON.parse(vault.open(sealed, column).toString()) as Value;
  for (const { id, language, over, person, facts, face } of rows) {
    const found = cases.get(id) ?? { id, language, over, persons: [] };
    found.persons.push({ id: person, facts: open(facts, 'person.facts'), face: face && open(face, 'card.face') });
    cases.set(id, found);
  }
  return [...cases.values()];
}

/**
 * Lays every row of the seeded cases aside, in a table `growth_<name>` with the case it belongs to, and all their ids in `growth_id`.
 * What belongs to a case is what refers to it, its people or their accounts, at whatever remove.
 * @returns the tables in an order in which they can be filled
 */
export async function layAside(db: pg.Client): Promise<string[]> {
  await db.query(`create table growth_id (id uuid primary key, seeded_case uuid not null)`);
  await db.query(`create table growth_case_file as select f.id seeded_case, f.* from case_file f`);
  await db.query(`insert into growth_id select id, id from growth_case_file`);
  // what may be null need not lead to the case; a person's account is the exception
  const { rows: references } = await db.query<{ table: string; column: string; of: string; keyed: boolean }>(
    `select c.conrelid::regclass::text "table", a.attname "column", c.confrelid::regclass::text "of",
            exists(select from pg_attribute i where i.attrelid = c.conrelid and i.attname = 'id') keyed
       from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace and (a.attnotnull or a.attname = 'person_id') order by 1, 2`,
  );
  const links = [...references, ...LOOSE].filter(({ table }) => !LEFT_OUT.includes(table));
  const done = ['case_file'];
  for (let grew = true; grew; ) {
    grew = false;
    for (const { table, column, of, keyed } of links) {
      if (done.includes(table) || !done.includes(of) || (table === 'account' && column !== 'person_id')) continue;
      const found = `select distinct on (t.ctid) i.seeded_case, t.* from ${table} t join growth_id i on i.id = t.${column}`;
      await db.query(`create table growth_${table} as ${found}`);
      if (keyed) await db.query(`insert into growth_id select id, seeded_case from growth_${table} on conflict do nothing`);
      await db.query(`analyze growth_${table}`);
      done.push(table);
      grew = true;
    }
  }
  const { rows: all } = await db.query<{ table: string; of: string }>(
    `select conrelid::regclass::text "table", confrelid::regclass::text "of" from pg_constraint where contype = 'f'`,
  );
  return inOrder(done, all);
}

/** Each table after those it refers to. @throws Error when some refer to each other in a circle */
function inOrder(tables: readonly string[], references: readonly { readonly table: string; readonly of: string }[]): string[] {
  const order: string[] = [];
  while (order.length < tables.length) {
    const ready = tables.filter(
      (name) =>
        !order.includes(name) &&
        references.every(({ table, of }) => table !== name || of === name || !tables.includes(of) || order.includes(of)),
    );
    if (ready.length === 0) throw new Error('some tables refer to each other in a circle');
    order.push(...ready);
  }
  return order;
}
