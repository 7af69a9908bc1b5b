import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { backUp } from '../../src/backup/back-up.js';
import { readManifest } from '../../src/backup/manifest.js';
import { restore } from '../../src/backup/restore.js';
import { isEmpty } from '../../src/backup/tables.js';
import { PhotoStore } from '../../src/photos/photo-store.js';
import { FolderHome } from '../../src/photos/store/folder-home.js';
import { Vault } from '../../src/privacy/vault.js';
import { secretsFrom } from '../../src/secrets.js';
import { aPortal, SECRETS, type TestPortal } from '../support/app.js';
import { aDatabase, type TestDatabase } from '../support/database.js';
import { anApplicant } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

describe('a backup in which something is broken', () => {
  let portal: TestPortal;
  let fresh: TestDatabase;
  let whole: string;
  let folder: string;
  let photo: string;
  const vault = new Vault(secretsFrom(SECRETS));
  const restoredPhotos = (): string => join(portal.dataDir, 'restored');
  const restored = (from = folder) =>
    restore({
      migrationDatabaseUrl: fresh.migrationDatabaseUrl,
      photos: new PhotoStore(new FolderHome(restoredPhotos()), vault),
      vault,
      folder: from,
    });
  const refusal = (from?: string): Promise<string> =>
    restored(from).then(
      () => 'it was restored',
      (fault: Error) => fault.message,
    );

  beforeAll(async () => {
    portal = await aPortal();
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await new PhotoWay(await signIn(portal, applicant), applicant).uploaded();
    [whole, folder] = [join(portal.dataDir, 'whole'), join(portal.dataDir, 'broken')];
    const { migrationDatabaseUrl } = portal.database;
    await backUp({ migrationDatabaseUrl, photos: portal.get(PhotoStore), folder: whole, now: portal.clock.now(), version: 'test' });
    photo = / {2}(photos\/.*)/.exec(readFileSync(join(whole, 'SHA256SUMS'), 'utf8'))?.[1] ?? '';
    fresh = await aDatabase();
  });
  beforeEach(() => cpSync(whole, folder, { recursive: true }));
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    expect(readdirSync(portal.dataDir)).not.toContain('restored');
    const client = new pg.Client({ connectionString: fresh.migrationDatabaseUrl });
    await client.connect();
    try {
      expect(await isEmpty(client)).toBe(true);
    } finally {
      await client.end();
    }
  });
  afterAll(async () => {
    await fresh.drop();
    await portal.close();
  });

  const changed = (name: string, change: (text: string) => string): void =>
    writeFileSync(join(folder, name), change(readFileSync(join(whole, name), 'utf8')));
  const manifest = (change: (of: Record<string, unknown>) => unknown): void =>
    changed('manifest.json', (text) => JSON.stringify(change(JSON.parse(text) as Record<string, unknown>)));

  it.each(['manifest.json', 'SHA256SUMS', 'tables/person.jsonl.gz', 'photo'])(
    'is told with the path and the reason where %s is there and can’t be read, and only what is not there is called missing',
    async (name) => {
      const path = name === 'photo' ? photo : name;
      const file = join(folder, path);
      rmSync(file);
      const missing = ['manifest.json', 'SHA256SUMS'].includes(path)
        ? `There is no whole backup in this folder: it has no ${path}.`
        : `${path} is missing.`;
      expect(await refusal()).toBe(missing);
      mkdirSync(file);
      expect(await refusal()).toBe(`${file} can't be read: EISDIR`);
      rmSync(file, { recursive: true });
      symlinkSync(file, file);
      expect(await refusal()).toBe(`${file} can't be read: ELOOP`);
    },
  );

  it('is not looked for in a folder that is mistyped, nor in a file', async () => {
    expect(await refusal(`${folder}s`)).toBe(`There is no folder ${folder}s.`);
    const file = join(folder, 'SHA256SUMS');
    expect(await refusal(file)).toBe(`${join(file, 'manifest.json')} can't be read: ENOTDIR`);
  });

  it.each<[string, () => void]>([
    ['ends early', () => changed('manifest.json', (text) => text.slice(0, 100))],
    ['is empty', () => changed('manifest.json', () => '')],
    ['has a number where a list was', () => manifest((of) => ({ ...of, migrations: 1 }))],
    ['counts more photos', () => manifest((of) => ({ ...of, photos: 2 }))],
    ['counts fewer photos', () => manifest((of) => ({ ...of, photos: 0 }))],
    ['calls a photo lost that is there', () => manifest((of) => ({ ...of, lost: [photo.slice(-36)] }))],
    ['names another table', () => changed('manifest.json', (text) => text.replace('"person":', '"people":'))],
    ['names one more table', () => changed('manifest.json', (text) => text.replace('"person":', '"people": 0, "person":'))],
    ['lacks a table', () => changed('manifest.json', (text) => text.replace(/"person": \d+,/, ''))],
  ])('is refused in one sentence where its manifest %s', async (_how, change) => {
    change();
    expect(await refusal()).toBe('manifest.json is not as it was written.');
  });

  it('is none of before photos could be left out: that has no lost ones', async () => {
    manifest(({ lost, ...before }) => before);
    expect((await readManifest(folder)).manifest).toMatchObject({ photos: 1, lost: [] });
  });
});
