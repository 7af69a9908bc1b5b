import { randomUUID } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backUp } from '../../src/backup/back-up.js';
import { loadMigrations } from '../../src/database/migrations.js';
import { type DatabaseUrls, prepareDatabase } from '../../src/database/roles.js';
import { PhotoStore } from '../../src/photos/photo-store.js';
import { FolderHome, photoFolder } from '../../src/photos/store/folder-home.js';
import { Vault } from '../../src/privacy/vault.js';
import { secretsFrom } from '../../src/secrets.js';
import { aPortal, SECRETS, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';
import { query } from '../support/query.js';
import { runCommand } from '../support/run-command.js';

const PASSWORDS = { owner: process.env.TEST_OWNER_PASSWORD!, app: process.env.TEST_APP_PASSWORD! };
const SERVER = process.env.TEST_SUPERUSER_URL!;
const NAME = `restored_${process.pid}`;

describe('npm run backup and npm run restore', () => {
  let portal: TestPortal;
  let bare: DatabaseUrls;
  let folder: string;
  let lost: string;
  let kept: string;
  const backup = (to: string, ...options: string[]) =>
    runCommand('backup', portal.database, { DATA_DIR: portal.dataDir }, '--to', to, ...options);
  const restoredDir = (): string => join(portal.dataDir, 'restored');
  const restore = (from = folder) => runCommand('restore', bare, { DATA_DIR: restoredDir() }, '--from', from);
  const tables = () => query(bare.migrationDatabaseUrl, `select from pg_tables where schemaname = 'public'`);

  beforeAll(async () => {
    portal = await aPortal();
    const keys = new Set<string>();
    for (let n = 0; n < 2; n++) {
      const applicant = await anApplicant(portal, { stage: 'addressed' });
      await new PhotoWay(await signIn(portal, applicant), applicant).uploaded();
      for (const { key } of await portal.sql<{ key: string }>('select store_key as key from photo_attempt')) keys.add(key);
    }
    [kept = '', lost = ''] = keys;
    await portal.get(PhotoStore).delete(lost);
    folder = join(portal.dataDir, 'backup');
    bare = await prepareDatabase(SERVER, NAME, PASSWORDS); // without migrations, unlike the tests' template
  });
  afterAll(async () => {
    await query(SERVER, `drop database ${NAME} with (force)`);
    await portal.close();
  });

  // each goes on where the one before it ended

  it('a photo that is lost stops a backup, which says how to make it without that photo', async () => {
    const refused = join(portal.dataDir, 'refused');
    const { code, said, complained } = await backup(refused);
    expect([code, said]).toEqual([1, '']);
    expect(complained).toBe(
      `Photos that records name are not in the store: ${lost}. Nothing was backed up, and the folder can be deleted.\n` +
        "Look whether PHOTO_STORE and DATA_DIR are the portal's own. To back up all the rest: npm run backup -- --to FOLDER --without-lost\n",
    );
    expect(readdirSync(refused)).not.toContain('manifest.json');
  });

  it('with that option it is made, tells what is lost as errors are told, ends with 0, and says which keys to keep', async () => {
    const { code, said, complained } = await backup(folder, '--without-lost');
    expect([code, complained]).toEqual([0, `Not backed up, because the store has lost them (manifest.json names all): ${lost}\n`]);
    expect(said).toMatch(/^Backed up: \d+ records of \d+ tables, 1 photos\.\nKeep DATA_KEYS, INDEX_KEY and PASSWORD_PEPPER elsewhere/);
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({ photos: 1, lost: [lost] });
  });

  it('a backup of another version, and a folder that is none, are refused before anything of the database is touched', async () => {
    const other = join(portal.dataDir, 'other');
    cpSync(folder, other, { recursive: true });
    const newest = loadMigrations().at(-1)?.name ?? '';
    const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
    writeFileSync(join(other, 'manifest.json'), manifest.replace(`"${newest}"`, `"${newest}", "9999-a-later-one"`));
    const { code, complained } = await restore(other);
    expect([code, complained]).toEqual([
      1,
      expect.stringContaining(`with the database at 9999-a-later-one; this version brings it to ${newest}.`),
    ]);
    expect(await restore(`${folder}s`)).toMatchObject({ code: 1, complained: `There is no folder ${folder}s.\n` });
    expect(await tables()).toEqual([]);
  });

  it('the right one is then restored, with records of lost photos as they were, and says again which are lost', async () => {
    const { code, said, complained } = await restore();
    expect([code, complained]).toEqual([0, `Lost before the backup was made, so that records name them and they are not there: ${lost}\n`]);
    expect(said).toMatch(/and 1 photos of /);
    const named = await query(bare.migrationDatabaseUrl, 'select store_key as key from photo_attempt order by created_at');
    expect(named.map(({ key }) => key).sort()).toEqual([kept, lost].sort());
    const files = readdirSync(join(restoredDir(), 'photos'), { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    expect(files.map(({ name }) => name)).toEqual([kept]);
  });

  it('a system with somebody in it is not even brought on by a restore that it refuses', async () => {
    const newest = loadMigrations().at(-1)?.name ?? '';
    await query(bare.migrationDatabaseUrl, `delete from mikro_orm_migrations where name = '${newest}'`);
    const { code, complained } = await restore();
    expect([code, complained]).toEqual([1, expect.stringContaining('Somebody is in this system')]);
    const had = await query(bare.migrationDatabaseUrl, 'select name from mikro_orm_migrations order by name');
    expect(had.at(-1)).not.toEqual({ name: newest });
  });

  it('an empty database that has had more than the backup is to be made anew', async () => {
    await query(SERVER, `drop database ${NAME} with (force)`);
    bare = await prepareDatabase(SERVER, NAME, PASSWORDS);
    expect((await runCommand('migrate', bare, { DATA_DIR: restoredDir() })).code).toBe(0);
    await query(bare.migrationDatabaseUrl, `insert into mikro_orm_migrations (name) values ('9999-a-later-one')`);
    expect(await restore()).toMatchObject({
      code: 1,
      complained:
        'This database is at 9999-a-later-one, which is not what the backup was made at: make an empty one anew (docs/operation.md, Backup and restore).\n',
    });
  });

  it('a photo that was replaced between a moment and its copy is not lost: another moment has the new one', async () => {
    const [gone, newest] = [randomUUID(), randomUUID()];
    const rename = (from: string, to: string) =>
      query(portal.database.superuserUrl, `update photo_attempt set store_key = '${to}' where store_key = '${from}'`);
    const home = new (class extends FolderHome {
      override async get(key: string): Promise<Buffer | null> {
        const found = await super.get(key);
        if (key === kept) await rename(kept, gone); // named at the first moment
        if (key === gone) await this.put(newest, Buffer.from('sealed')).then(() => rename(gone, newest)); // at the second
        return found;
      }
    })(photoFolder(portal));
    const { migrationDatabaseUrl } = portal.database;
    const wishes = { migrationDatabaseUrl, folder: join(portal.dataDir, 'replaced'), now: portal.clock.now(), version: 'test' };
    const photos = new PhotoStore(home, new Vault(secretsFrom(SECRETS)));
    expect(await backUp({ ...wishes, photos, withoutLost: true })).toMatchObject({ photos: 1, lost: [lost] });
    expect(readFileSync(join(wishes.folder, 'SHA256SUMS'), 'utf8')).toContain(newest);
  });
});
