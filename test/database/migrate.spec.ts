import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { readConfig } from '../../src/config.js';
import { openDatabase } from '../../src/database/connect.js';
import { refuseOtherVersion } from '../../src/database/judge-database.js';
import { migrate } from '../../src/database/migrate.js';
import { beyondTransactions, longLocks } from '../../src/database/migration-locks.js';
import { loadMigrations } from '../../src/database/migrations.js';
import { type DatabaseUrls, prepareDatabase } from '../../src/database/roles.js';
import { query } from '../support/query.js';

const PASSWORDS = { owner: process.env.TEST_OWNER_PASSWORD!, app: process.env.TEST_APP_PASSWORD! };
const SERVER = process.env.TEST_SUPERUSER_URL!;
const NAME = `migrate_${process.pid}`;
const FIRST = 'Why there are letters.\n-- up\ncreate table letter (text text);\n-- down\ndrop table letter;\n';

describe('the migrations', () => {
  let path: string;
  let folder: URL;
  let urls: DatabaseUrls;

  beforeEach(async () => {
    path = mkdtempSync(join(tmpdir(), 'portal-migrations-'));
    folder = pathToFileURL(`${path}/`);
    urls = await prepareDatabase(SERVER, NAME, PASSWORDS); // an empty one, unlike the template
  });
  afterEach(async () => {
    await query(SERVER, `drop database ${NAME} with (force)`);
    rmSync(path, { recursive: true });
  });

  it('run in the order of their names, once', async () => {
    file(
      '0002-letters-have-a-date.sql',
      '-- up\nalter table letter add column at timestamptz;\n-- down\nalter table letter drop column at;\n',
    );
    file('0001-there-are-letters.sql', FIRST);
    file('README.md', 'not a migration');
    expect(await migrate(urls.migrationDatabaseUrl, { folder })).toEqual(['0001-there-are-letters', '0002-letters-have-a-date']);
    expect(await migrate(urls.migrationDatabaseUrl, { folder })).toEqual([]);
    expect(await query(urls.databaseUrl, 'select at from letter')).toEqual([]);
  });

  it('tell a database of another version, which what looks or copies leaves as it is', async () => {
    file('0001-there-are-letters.sql', FIRST);
    const refused = refuseOtherVersion(urls.migrationDatabaseUrl, folder);
    await expect(refused).rejects.toThrow('no portal in this database yet');
    expect(await query(urls.migrationDatabaseUrl, "select from pg_tables where schemaname = 'public'")).toEqual([]);
    await migrate(urls.migrationDatabaseUrl, { folder });
    await refuseOtherVersion(urls.migrationDatabaseUrl, folder);
    file(
      '0003-letters-have-a-date.sql',
      '-- up\nalter table letter add column at timestamptz;\n-- down\nalter table letter drop column at;\n',
    );
    await expect(refuseOtherVersion(urls.migrationDatabaseUrl, folder)).rejects.toThrow('lacks 1 of 2 migrations');
    await migrate(urls.migrationDatabaseUrl, { folder });
    await query(urls.migrationDatabaseUrl, `insert into mikro_orm_migrations (name) values ('0002-of-tomorrow')`);
    await expect(refuseOtherVersion(urls.migrationDatabaseUrl, folder)).rejects.toThrow(
      'newer version than this one: it has had 0002-of-tomorrow',
    );
  });

  it('are not run by a process in production that does not know the owner: it starts where it finds them all, or more in the middle of an upgrade', async () => {
    const opened = (databaseUrl: string, asOwner = false) =>
      openDatabase({ ...readConfig({ NODE_ENV: 'test' }), mode: 'production', databaseUrl }, { asOwner });
    await expect(opened(urls.databaseUrl)).rejects.toThrow('no portal in this database yet');
    await migrate(urls.migrationDatabaseUrl);
    expect((await opened(urls.databaseUrl)).migrated).toEqual([]);
    await query(urls.migrationDatabaseUrl, `insert into mikro_orm_migrations (name) values ('9999-of-tomorrow')`);
    expect((await opened(urls.databaseUrl)).migrated).toEqual([]);
    await expect(opened(urls.databaseUrl, true)).rejects.toThrow('needs MIGRATION_DATABASE_URL');
    await expect(opened(urls.migrationDatabaseUrl)).rejects.toThrow('a role that owns nothing');
  });

  it('are not run in production by a superuser, nor for a portal that would be the owner, or in another database', async () => {
    const superuser = process.env.TEST_SUPERUSER_URL ?? '';
    const superuserHere = Object.assign(new URL(superuser), { pathname: new URL(urls.databaseUrl).pathname }).href;
    const opened = (databaseUrl: string, migrationDatabaseUrl: string, asOwner = false) =>
      openDatabase({ ...readConfig({ NODE_ENV: 'test' }), mode: 'production', databaseUrl, migrationDatabaseUrl }, { asOwner });
    await expect(opened(urls.databaseUrl, superuserHere)).rejects.toThrow('and no superuser');
    expect(await query(urls.migrationDatabaseUrl, `select to_regclass('mikro_orm_migrations') as record`)).toEqual([{ record: null }]);
    await expect(opened(superuser, urls.migrationDatabaseUrl)).rejects.toThrow('leads to another database');
    expect((await opened(urls.databaseUrl, urls.migrationDatabaseUrl)).migrated).toEqual([]);
    // what the owner alone does makes no connection of the portal's role, which a pooler would keep as if a portal were at work
    const nowhere = Object.assign(new URL(urls.databaseUrl), { port: '1' }).href;
    expect((await opened(nowhere, urls.migrationDatabaseUrl, true)).migrated).toEqual([]);
    await expect(opened(nowhere, urls.migrationDatabaseUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    for (const owner of [urls.migrationDatabaseUrl, superuserHere])
      await expect(opened(owner, urls.migrationDatabaseUrl)).rejects.toThrow('a role that owns nothing');
    await expect(opened(urls.migrationDatabaseUrl, urls.databaseUrl)).rejects.toThrow('a role that owns nothing'); // the two swapped
  });

  it('are run by one of two processes that start at once', async () => {
    file('0001-there-are-letters.sql', FIRST);
    const both = await Promise.all([migrate(urls.migrationDatabaseUrl, { folder }), migrate(urls.migrationDatabaseUrl, { folder })]);
    expect(both.flat()).toEqual(['0001-there-are-letters']);
  });

  it('may hold a function, with semicolons, question marks and dollars of its own', async () => {
    const body = "begin\n  -- why? because\n  if new.text ~ 'a?b$' then return null; end if;\n  return new;\nend";
    file(
      '0001-a-function.sql',
      `${FIRST.split('-- down')[0]}create function f() returns trigger language plpgsql as $$ ${body} $$;
       create trigger t before insert on letter for each row execute function f();\n-- down\ndrop table letter; drop function f();\n`,
    );
    await migrate(urls.migrationDatabaseUrl, { folder });
    await query(urls.databaseUrl, "insert into letter values ('ab'), ('c')");
    expect(await query(urls.databaseUrl, 'select text from letter')).toEqual([{ text: 'c' }]);
  });

  it('are all left out when one fails', async () => {
    file('0001-there-are-letters.sql', FIRST);
    file('0002-wrong.sql', '-- up\ncreate table letter ();\n-- down\n');
    await expect(migrate(urls.migrationDatabaseUrl, { folder })).rejects.toThrow('0002-wrong: ');
    expect(await query(urls.migrationDatabaseUrl, "select to_regclass('letter') as letter")).toEqual([{ letter: null }]);
    file('0002-wrong.sql', '-- up\nselect 1;\n-- down\n');
    expect(await migrate(urls.migrationDatabaseUrl, { folder })).toHaveLength(2);
  });

  it('wait for a lock only for a moment at a time, and are applied once it is free', async () => {
    file('0001-there-are-letters.sql', FIRST);
    await migrate(urls.migrationDatabaseUrl, { folder });
    file('0002-letters-have-a-date.sql', '-- up\nalter table letter add column at timestamptz;\n-- down\n');
    const reader = new pg.Client({ connectionString: urls.databaseUrl });
    await reader.connect();
    await reader.query('begin; select from letter');
    const migrated = migrate(urls.migrationDatabaseUrl, { folder });
    await wait(2_500); // it has let go by now
    expect(await query(urls.databaseUrl, 'select text from letter')).toEqual([]);
    await reader.end();
    expect(await migrated).toEqual(['0002-letters-have-a-date']);
  });

  it('are refused when they would keep people from a large table, unless nobody is at work', async () => {
    file('0001-there-are-letters.sql', FIRST);
    await migrate(urls.migrationDatabaseUrl, { folder });
    file('0002-letters-have-a-date.sql', '-- up\nalter table letter add column at timestamptz;\n-- down\n');
    file('0003-letters-are-found.sql', '-- up\ncreate index letter_at on letter (at);\n-- down\n');
    await query(urls.migrationDatabaseUrl, 'insert into letter select n from generate_series(1, 100000) n; analyze letter');
    await expect(migrate(urls.migrationDatabaseUrl, { folder })).rejects.toThrow(
      /- 0003-letters-are-found makes an index .*: letter, about 100000 rows\n.*--offline/,
    );
    expect(await query(urls.databaseUrl, 'select * from letter limit 1')).toEqual([{ text: expect.any(String) }]);
    expect(await migrate(urls.migrationDatabaseUrl, { folder, offline: true })).toHaveLength(2);
  });

  it('find an index of a large table that was made beforehand while people were at work, if it is whole and on that table', async () => {
    file('0001-there-are-letters.sql', FIRST);
    await migrate(urls.migrationDatabaseUrl, { folder });
    await query(urls.migrationDatabaseUrl, 'insert into letter select n from generate_series(1, 100000) n; analyze letter');
    file('0002-letters-are-found.sql', '-- up\ncreate unique index if not exists letter_text on letter (text);\n-- down\n');
    const run = (): Promise<string[]> => migrate(urls.migrationDatabaseUrl, { folder });
    await expect(run()).rejects.toThrow(
      /- 0002-letters-are-found makes an index .*: letter, .*\nMake beforehand, with "create index concurrently", .*: letter_text \(.*\nOr stop/,
    );
    await query(urls.migrationDatabaseUrl, 'create table other (text text); create index letter_text on other (text)');
    await expect(run()).rejects.toThrow('Make beforehand');
    await query(urls.migrationDatabaseUrl, "drop table other; insert into letter values ('1')");
    const byHand = 'create unique index concurrently letter_text on letter (text)';
    await expect(query(urls.migrationDatabaseUrl, byHand)).rejects.toMatchObject({ code: '23505' });
    for (const offline of [false, true])
      await expect(migrate(urls.migrationDatabaseUrl, { folder, offline })).rejects.toThrow(
        /in part only.*\n- 0002-letters-are-found: letter_text\n/,
      );
    await query(urls.migrationDatabaseUrl, "delete from letter where ctid = (select max(ctid) from letter where text = '1')");
    await query(urls.migrationDatabaseUrl, 'drop index concurrently letter_text');
    await query(urls.migrationDatabaseUrl, byHand);
    expect(await run()).toEqual(['0002-letters-are-found']);
  });

  it('are refused with what to do instead when one would work concurrently, for which a transaction is no place', async () => {
    file('0001-there-are-letters.sql', FIRST);
    file('0002-letters-are-found.sql', '-- up\ncreate index concurrently i on letter (text);\n-- down\n');
    for (const offline of [false, true])
      await expect(migrate(urls.migrationDatabaseUrl, { folder, offline })).rejects.toThrow(
        /one transaction.*\n- 0002-letters-are-found: create index concurrently i on letter \(text\)\n.*if not exists/,
      );
  });

  it('leave a record that the portal can read and not change', async () => {
    file('0001-there-are-letters.sql', FIRST);
    await migrate(urls.migrationDatabaseUrl, { folder });
    expect(await query(urls.databaseUrl, 'select name from mikro_orm_migrations')).toEqual([{ name: '0001-there-are-letters' }]);
    await expect(query(urls.databaseUrl, 'delete from mikro_orm_migrations')).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    ['no part down', '-- up\nselect 1;\n'],
    ['its parts the other way round', '-- down\nselect 1;\n-- up\nselect 1;\n'],
    ['a part twice', '-- up\nselect 1;\n-- up\nselect 2;\n-- down\nselect 1;\n'],
  ])('are refused by name when a file has %s', (_, text) => {
    file('0001-odd.sql', text);
    expect(() => loadMigrations(folder)).toThrow('0001-odd.sql');
  });

  function file(name: string, text: string): void {
    writeFileSync(join(path, name), text);
  }
});

it.each([
  ['create unique index "i" on "person" ("uci")', 'person'],
  ['update person set state = null', 'person'],
  ['alter table "card" alter column "number" type text', 'card'],
  ['alter table card add column next text generated always as (number) stored', 'card'],
  ['alter table card add column key uuid not null default gen_random_uuid()', 'card'],
  ['alter table card add number bigserial', 'card'],
  ['alter table card add column if not exists "number" serial not null', 'card'],
  ["alter table card add column number bigint default nextval('card_number')", 'card'],
  ['alter table card add column number bigint generated by default as identity', 'card'],
  ['alter table card add column a int, add number int generated always as identity (start with 5)', 'card'],
  ['create index if not exists i on card (number)', 'card'],
  ['alter table only card alter column number set not null', 'card'],
  ['alter table card add constraint c check (number is not null)', 'card'],
  ['alter table card add foreign key (person_id) references person (id)', 'card'],
  ['do $$ declare n int; begin n = 1; update person set state = null; end $$', 'person'],
  ['do language plpgsql $x$ begin if true then delete from only person; end if; end $x$', 'person'],
  ["do $$ begin for n in 1..9 loop update card set a = n where b = 'x;y'; end loop; end $$", 'card'],
  ['do $$ begin alter table card alter column number set not null; end $$', 'card'],
  ['with old as (select id from card) update card set a = 1 from old', 'card'],
  ['with gone as (\n  delete from "card" returning id\n) insert into person select id from gone', 'card'],
  ['merge into card using person p on p.id = person_id when matched then delete', 'card'],
  ['create index concurrently i on person (uci)', null],
  ['do $$ begin grant update (a), delete on card to portal_app; end $$', null],
  ['do $$ begin execute $x$ update card set a = 1 $x$; end $$', null],
  ['insert into card values (1) on conflict (id) do update set a = 1', null],
  ['create trigger t before insert or update on card for each row execute function f()', null],
  ['alter table card add foreign key (person_id) references person (id) on update cascade on delete cascade not valid', null],
  ["alter table card add column state text not null default 'new'", null],
  ['alter table card add constraint c check (number is not null) not valid', null],
  ['alter table card drop column number', null],
  ['alter table card add column a int, alter column number add generated always as identity', null],
  ['alter table card add column serial text', null],
  ['alter table card add constraint serial check (number is not null) not valid', null],
  ['create function f() returns trigger language plpgsql as $$ begin update card set a = 1; end $$', null],
  ["comment on table card is 'x; update card set a = 1'", null],
])('%s: locks for long %s', (statement, table) => {
  expect(longLocks(`-- why\n${statement};`).map((lock) => lock.table)).toEqual(table === null ? [] : [table]);
});

it.each([
  ['create index concurrently i on card (number)', true],
  ['create unique index concurrently if not exists "i" on card (number)', true],
  ['drop index concurrently i', true],
  ['reindex (verbose) table concurrently card', true],
  ['alter table card detach partition old concurrently', true],
  ['create index i on card (number)', false],
  ['refresh materialized view concurrently v', false],
  ["comment on table card is 'create index concurrently'", false],
])('%s: is refused in a transaction: %s', (statement, isRefused) => {
  expect(beyondTransactions(`-- create index concurrently\n${statement};`)).toHaveLength(isRefused ? 1 : 0);
});

it('a statement that changes rows of two tables locks both', () => {
  const sql = 'with a as (update card set a = 1), b as (delete from person) select 1';
  expect(longLocks(sql).map((lock) => lock.table)).toEqual(['card', 'person']);
});
