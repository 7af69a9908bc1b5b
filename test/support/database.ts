import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type DatabaseUrls, databaseRights, databaseUrls, OWNER_ROLE } from '../../src/database/roles.js';

export interface TestDatabase extends DatabaseUrls {
  readonly superuserUrl: string;
  /** Also disconnects whoever still is connected. */
  drop(): Promise<void>;
}

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

async function run(connectionString: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: Jest's global set-up has not run.`);
  return value;
}
