import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { migrate } from '../../src/database/migrate.js';
import { type DatabaseUrls, prepareDatabase } from '../../src/database/roles.js';

const PASSWORDS = { owner: process.env.TEST_OWNER_PASSWORD!, app: process.env.TEST_APP_PASSWORD! };
const SERVER = process.env.TEST_SUPERUSER_URL!;
const NAME = `submissions_${process.pid}`;
const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Migration 0073 comes to databases that hold submissions: it refuses none of them, and new ones are judged whatever it finds. */
describe('the rule that a submission names its own photo', () => {
  let path: string;
  let urls: DatabaseUrls;
  beforeEach(async () => {
    path = mkdtempSync(join(tmpdir(), 'portal-migrations-'));
    urls = await prepareDatabase(SERVER, NAME, PASSWORDS);
    bring((file) => file < '0073');
    await migrate(urls.migrationDatabaseUrl, { folder: pathToFileURL(`${path}/`) });
  });
  afterEach(async () => {
    await query(SERVER, `drop database ${NAME} with (force)`);
    rmSync(path, { recursive: true });
  });

  const bring = (which: (file: string) => boolean): void => {
    for (const file of readdirSync(MIGRATIONS).filter(which)) copyFileSync(join(MIGRATIONS, file), join(path, file));
  };

  it.each([
    [true, 'are right'],
    [false, 'name somebody else’s photo'],
  ])('comes (validated: %s) where those of before %s', async (right) => {
    const [attempt, person, other] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const server = new URL(SERVER);
    server.pathname = `/${NAME}`;
    // as if written before there were rules: no key and no trigger is asked
    const write = (sql: string) => query(server.href, `set session_replication_role = replica; ${sql}`);
    const row = (table: string, values: object) =>
      `insert into ${table} select (jsonb_populate_record(null::${table}, '${JSON.stringify(values)}')).*;`;
    await write(
      row('photo_attempt', {
        ...{ id: attempt, person_id: right ? person : other, number: 1, state: 'submitted', source: 'digital', file_name: '\\x00' },
        ...{
          media_type: 'image/jpeg',
          byte_size: 1,
          width: 1,
          height: 1,
          sha256: '\\x00',
          store_key: 'k',
          frame: {},
          created_at: 'now',
          version: 1,
        },
      }) +
        row('photo_submission', {
          ...{ id: crypto.randomUUID(), attempt_id: attempt, person_id: person, signer_account_id: other, relation: 'self', frame: {} },
          ...{ statement_version: 1, statement_language: 'en', declared_at: 'now', warnings: [], reference: 'r', submitted_at: 'now' },
        }),
    );
    bring((file) => file.startsWith('0073'));
    expect(await migrate(urls.migrationDatabaseUrl, { folder: pathToFileURL(`${path}/`) })).toEqual([
      '0073-a-submission-names-its-own-photo',
    ]);
    expect(await query(server.href, `select convalidated from pg_constraint where conname = 'photo_submission_photo_holds'`)).toEqual([
      { convalidated: right },
    ]);
    expect(await query(server.href, 'select count(*)::int n from photo_submission')).toEqual([{ n: 1 }]);
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
