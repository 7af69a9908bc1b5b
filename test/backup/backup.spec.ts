import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { backUp } from '../../src/backup/back-up.js';
import { restore } from '../../src/backup/restore.js';
import { alone } from '../../src/database/alone.js';
import { WrongKeys } from '../../src/keys/judge-keys.js';
import { PhotoStore } from '../../src/photos/photo-store.js';
import { DatabaseHome } from '../../src/photos/store/database-home.js';
import { Vault } from '../../src/privacy/vault.js';
import { secretsFrom } from '../../src/secrets.js';
import { aPortal, SECRETS, type TestPortal } from '../support/app.js';
import { aDatabase, type TestDatabase } from '../support/database.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';
import { verifyTrail } from '../support/trail.js';

/** Every row of every table, as text; the photos' own table aside, which is a home and no record. */
async function everything(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('photo_object', 'mikro_orm_migrations') order by 1`,
    );
    const found: Record<string, string[]> = {};
    for (const { name } of tables)
      found[name] = (await client.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`)).rows.map(({ row }) => row);
    found.rules = (
      await client.query<{ row: string }>(
        `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as row from pg_constraint
          union all select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal order by 1`,
      )
    ).rows.map(({ row }) => row);
    return found;
  } finally {
    await client.end();
  }
}

describe('a backup', () => {
  let portal: TestPortal;
  let folder: string;
  let fresh: TestDatabase;
  let pool: pg.Pool;
  const vault = new Vault(secretsFrom(SECRETS));
  const photos = (): PhotoStore => new PhotoStore(new DatabaseHome(pool), vault);
  const restored = () => restore({ migrationDatabaseUrl: fresh.migrationDatabaseUrl, photos: photos(), vault, folder });

  beforeAll(async () => {
    portal = await aPortal();
    await anOfficer(portal);
    await anApplicant(portal, { facts: { familyName: 'O’Élan "of\\the" 漢' } });
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await new PhotoWay(await signIn(portal, applicant), applicant).submitted();
    await portal.sql('insert into request_limit (key) values ($1)', ['what some take for lines:\u2028\u2029\u0085\n\r']);
    folder = join(portal.dataDir, 'backup');
    await backUp({
      migrationDatabaseUrl: portal.database.migrationDatabaseUrl,
      photos: portal.get(PhotoStore),
      folder,
      now: portal.clock.now(),
      version: 'test',
    });
  });
  beforeEach(async () => {
    fresh = await aDatabase();
    pool = new pg.Pool({ connectionString: fresh.databaseUrl, max: 2 });
  });
  afterEach(async () => {
    await pool.end();
    await fresh.drop();
  });
  afterAll(() => portal.close());

  it('comes back with every record, photo and rule, into another home of photos; its trail is whole, and it names nobody', async () => {
    const before = await everything(portal.database.superuserUrl);
    await restored();
    expect(await everything(fresh.superuserUrl)).toEqual(before);
    expect(before.photo_attempt).toHaveLength(1);
    const keys = await portal.sql<{ key: string }>('select store_key as key from photo_attempt');
    for (const { key } of keys) expect((await photos().get(key)).equals(await portal.get(PhotoStore).get(key))).toBe(true);
    const client = new pg.Client({ connectionString: fresh.migrationDatabaseUrl });
    await client.connect();
    try {
      const report = await verifyTrail(portal, client);
      expect([report.findings, report.counts.events > 0]).toEqual([[], true]);
    } finally {
      await client.end();
    }
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    for (const file of files) expect(readFileSync(join(file.parentPath, file.name)).includes('Élan')).toBe(false);
    await expect(restored()).rejects.toThrow('Somebody is in this system');
  });

  it('is not restored with other keys, and not where anything of it was changed or is missing; nothing is written then', async () => {
    const empty = await everything(fresh.superuserUrl);
    const other = new Vault(secretsFrom({ ...SECRETS, DATA_KEYS: `1:${Buffer.alloc(32, 'another key').toString('base64')}` }));
    const wrong = restore({
      migrationDatabaseUrl: fresh.migrationDatabaseUrl,
      photos: new PhotoStore(new DatabaseHome(pool), other),
      vault: other,
      folder,
    });
    await expect(wrong).rejects.toThrow(WrongKeys);
    const photo = readdirSync(join(folder, 'photos'), { recursive: true, withFileTypes: true }).find((file) => file.isFile());
    for (const path of [
      'tables/person.jsonl.gz',
      'SHA256SUMS',
      join('photos', join(photo?.parentPath ?? '', photo?.name ?? '').slice(folder.length + 8)),
    ]) {
      const [file, whole] = [join(folder, path), readFileSync(join(folder, path))];
      appendFileSync(file, 'x');
      await expect(restored()).rejects.toThrow('not as it was written');
      writeFileSync(file, whole);
    }
    const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
    writeFileSync(join(folder, 'manifest.json'), manifest.replace('0001-a-case', '0001-another-case'));
    await expect(restored()).rejects.toThrow('Restore it with that version');
    rmSync(join(folder, 'manifest.json'));
    await expect(restored()).rejects.toThrow('no whole backup');
    writeFileSync(join(folder, 'manifest.json'), manifest);
    expect(await everything(fresh.superuserUrl)).toEqual(empty);
  });

  it('is not restored while another command moves photos or rotates keys', async () => {
    const other = alone(fresh.migrationDatabaseUrl, () => restored());
    await expect(other).rejects.toThrow('wait for its end');
    await restored();
  });

  it('is not made where a photo that a record names is lost, nor into a folder that holds something', async () => {
    const wishes = { migrationDatabaseUrl: portal.database.migrationDatabaseUrl, now: portal.clock.now(), version: 'test' };
    await expect(backUp({ ...wishes, photos: portal.get(PhotoStore), folder })).rejects.toThrow('must be empty');
    const lost = backUp({ ...wishes, photos: photos(), folder: join(portal.dataDir, 'another') });
    await expect(lost).rejects.toThrow('not in the store');
  });
});
