import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ROOT } from '../../src/config.js';
import { type DatabaseUrls, embeddedPasswords, prepareDatabase } from '../../src/database/roles.js';
import { aDatabase, type TestDatabase } from '../support/database.js';
import { query } from '../support/query.js';

// The passwords of this run: other test files sign in with them at the same time, so they must not be changed here.
const PASSWORDS = { owner: process.env.TEST_OWNER_PASSWORD!, app: process.env.TEST_APP_PASSWORD! };
const SERVER = process.env.TEST_SUPERUSER_URL!;
const NAME = `roles_${process.pid} d'été`;

describe('the roles of the database', () => {
  let urls: DatabaseUrls;

  beforeAll(async () => {
    urls = await prepareDatabase(SERVER, NAME, PASSWORDS);
    await query(urls.migrationDatabaseUrl, 'create table letter (id serial primary key, text text)');
  });
  afterAll(() => query(SERVER, `drop database if exists ${pg.escapeIdentifier(NAME)} with (force)`));

  it('let the portal read and write the rows of a table that a migration made', async () => {
    await query(urls.databaseUrl, "insert into letter (text) values ('Bonjour')");
    await query(urls.databaseUrl, "update letter set text = 'Bonsoir'");
    expect(await query(urls.databaseUrl, 'select text from letter')).toEqual([{ text: 'Bonsoir' }]);
    await query(urls.databaseUrl, 'delete from letter');
  });

  it.each([
    ['create a table', 'create table own (n integer)'],
    ['create a temporary table', 'create temporary table own (n integer)'],
    ['create a schema', 'create schema own'],
    ['create a function', "create function own() returns integer language sql as 'select 1'"],
    ['create a role', 'create role other'],
    ['create a database', 'create database other'],
    ['change a table', 'alter table letter add column more text'],
    ['empty a table at once', 'truncate letter'],
    ['drop a table', 'drop table letter'],
    ['become the owner', 'set role portal_owner'],
  ])('do not let the portal %s', async (_, sql) => {
    await expect(query(urls.databaseUrl, sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('let a migration make a table append-only', async () => {
    await query(urls.migrationDatabaseUrl, 'create table diary (text text); revoke update, delete on diary from portal_app');
    await query(urls.databaseUrl, "insert into diary values ('seen')");
    await expect(query(urls.databaseUrl, 'delete from diary')).rejects.toMatchObject({ code: '42501' });
  });

  it('do not make the owner a superuser', async () => {
    await expect(query(urls.migrationDatabaseUrl, 'create role other')).rejects.toMatchObject({ code: '42501' });
  });

  it('are harmless to prepare again, even by several at once', async () => {
    await query(urls.databaseUrl, "insert into letter (text) values ('kept')");
    const again = await Promise.all([1, 2, 3].map(() => prepareDatabase(SERVER, NAME, PASSWORDS)));
    expect(again).toEqual([urls, urls, urls]);
    expect(await query(urls.databaseUrl, 'select text from letter')).toEqual([{ text: 'kept' }]);
  });
});

describe.each([
  ['a superuser', 'superuser'],
  ['a role of a managed server, which may make roles and databases', 'createrole createdb'],
])('ops/database-roles.sh, run by %s', (_, attributes) => {
  const [maker, owner, app, name] = ['maker', 'owner', 'app', 'database'].map((what) => `script_${what}_${process.pid}`) as [
    string,
    string,
    string,
    string,
  ];
  const as = (user: string, database: string): string => {
    const url = Object.assign(new URL(SERVER), { username: user, password: 'of-the-script', pathname: `/${database}` });
    return url.href;
  };

  beforeAll(() => query(SERVER, `create role ${maker} login ${attributes} password 'of-the-script'`));
  afterAll(async () => {
    await query(SERVER, `drop database if exists ${name} with (force)`);
    for (const role of [app, owner, maker]) await query(SERVER, `drop role if exists ${role}`);
  });

  it('makes an owner who migrates, and a portal that only reads and writes rows, with its settings', async () => {
    const script = /<<'SQL'\n([\s\S]*)\nSQL\n/.exec(readFileSync(join(ROOT, 'ops/database-roles.sh'), 'utf8'))?.[1] ?? 'missing';
    const renamed = script
      .replace(/:'(?:owner|app)'/g, "'of-the-script'")
      .replace(/\bportal_owner\b/g, owner)
      .replace(/\bportal_app\b/g, app)
      .replace(/\bportal\b/g, name);
    const [outside = '', inside = ''] = renamed.split(`\\connect ${name}\n`);
    const run = async (): Promise<void> => {
      // each in a transaction of its own, and what a question to \gexec answers is run in turn, as psql does both
      for (const [, statement = '', end] of outside.matchAll(/([\s\S]*?)(;| \\gexec)\n/g)) {
        const rows = await query(as(maker, 'postgres'), statement);
        if (end !== ';') for (const row of rows) for (const sql of Object.values(row as object)) await query(as(maker, 'postgres'), sql);
      }
      await query(as(maker, name), inside);
    };
    await run();
    await run(); // what is there already stays
    await query(as(maker, 'postgres'), `drop database ${name}`);
    await run(); // an empty one, where the roles are still there
    await query(as(maker, 'postgres'), `drop database ${name}`);
    await query(as(maker, 'postgres'), `create database ${name}`);
    await run(); // one that was made by other means becomes the owner's
    await query(as(owner, name), 'create table letter (id serial primary key, text text)');
    await query(as(app, name), "insert into letter (text) values ('Bonjour')");
    await expect(query(as(app, name), 'create table own (n integer)')).rejects.toMatchObject({ code: '42501' });
    expect(await query(as(app, name), 'show lock_timeout')).toEqual([{ lock_timeout: '30s' }]);
  });
});

describe('a database of a test', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await aDatabase();
  });
  afterAll(() => database.drop());

  it('has the same rights as the real one', async () => {
    await query(database.migrationDatabaseUrl, 'create table letter (text text)');
    await query(database.databaseUrl, "insert into letter values ('Bonjour')");
    await expect(query(database.databaseUrl, 'create table own (n integer)')).rejects.toMatchObject({ code: '42501' });
    await expect(query(database.databaseUrl, 'create temporary table own (n integer)')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the passwords of the embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-passwords-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are made once and kept from others', () => {
    const passwords = embeddedPasswords(folder);
    expect(passwords.owner).not.toBe(passwords.app);
    expect(embeddedPasswords(folder)).toEqual(passwords);
    expect(statSync(join(folder, 'role-passwords.json')).mode & 0o777).toBe(0o600);
  });
});
