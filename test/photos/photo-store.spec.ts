import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { newPhotoKey, PhotoStore } from '../../src/photos/photo-store.js';
import { DatabaseHome } from '../../src/photos/store/database-home.js';
import { FolderHome } from '../../src/photos/store/folder-home.js';
import { HomesInOrder } from '../../src/photos/store/homes-in-order.js';
import { movePhotos } from '../../src/photos/store/move-photos.js';
import type { PhotoHome } from '../../src/photos/store/photo-home.js';
import { S3Home } from '../../src/photos/store/s3-home.js';
import { Vault } from '../../src/privacy/vault.js';
import { aDatabase, type TestDatabase } from '../support/database.js';
import { anS3Server, type S3Server } from '../support/s3-server.js';

const VAULT = new Vault({ dataKeys: [{ id: 2, key: randomBytes(32) }], indexKey: randomBytes(32) });
const PICTURE = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from('a portrait of somebody')]);

/** Linux shows its processes in it, and lets not even root write a file there: as a disk that became read-only. */
const TAKES_NO_FILE = '/proc/self/task';

let folder: string;
let database: TestDatabase;
let pool: pg.Pool;
let s3: S3Server;
const homes = {} as Record<'folder' | 'postgresql' | 's3', PhotoHome>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'photo-store-'));
  [database, s3] = await Promise.all([aDatabase(), anS3Server()]);
  pool = new pg.Pool({ connectionString: database.databaseUrl, max: 2 }); // as the portal's own role
  homes.folder = new FolderHome(join(folder, 'photos'));
  homes.postgresql = new DatabaseHome(pool);
  homes.s3 = new S3Home(s3.settings);
});
afterAll(async () => {
  await pool.end();
  await Promise.all([database.drop(), s3.stop()]);
  rmSync(folder, { recursive: true });
});

const namesIn = async (home: PhotoHome): Promise<string[]> => (await Array.fromAsync(home.all())).map(({ name }) => name).sort();

describe.each(['folder', 'postgresql', 's3'] as const)('photos in %s', (name) => {
  const home = (): PhotoHome => homes[name];
  const store = (): PhotoStore => new PhotoStore(home(), VAULT);

  it('come back as they went in, are replaced whole, and are found one by one with their time until they go', async () => {
    expect(await namesIn(home())).toEqual([]);
    await home().check();
    const keys = [newPhotoKey(), newPhotoKey()].sort();
    const began = Date.now();
    for (const key of keys) await home().put(key, randomBytes(10));
    const large = randomBytes(3 * 1024 * 1024);
    await home().put(keys[0] ?? '', large);
    expect((await home().get(keys[0] ?? ''))?.equals(large)).toBe(true);
    const all = await Array.fromAsync(home().all());
    expect(all.map((one) => one.name).sort()).toEqual(keys);
    for (const { writtenAt } of all) expect(Math.abs(writtenAt.getTime() - began)).toBeLessThan(60_000);
    await all.find((one) => one.name === keys[0])?.remove();
    expect(await namesIn(home())).toEqual([keys[1]]);
    for (const _twice of [1, 2]) await home().delete(keys[1] ?? '');
    expect([await home().get(keys[1] ?? ''), await namesIn(home())]).toEqual([null, []]);
    await expect(store().get(keys[1] ?? '')).rejects.toThrow('no photo of this key');
  });

  it('lie there sealed, each under its own key: in another’s place one does not open', async () => {
    const [one, other] = [newPhotoKey(), newPhotoKey()];
    await store().put(one, PICTURE);
    const lies = (await home().get(one)) ?? Buffer.alloc(0);
    expect([lies[0], lies.includes('portrait')]).toEqual([1, false]);
    await home().put(other, lies);
    await expect(store().get(other)).rejects.toThrow();
    expect((await store().get(one)).equals(PICTURE)).toBe(true);
    for (const key of [one, other]) await store().delete(key);
  });

  it('of before they were sealed are read as they are, and sealed when keys are rotated', async () => {
    const key = newPhotoKey();
    await home().put(key, PICTURE);
    expect((await store().get(key)).equals(PICTURE)).toBe(true);
    expect([await store().sealAgain(key), await store().sealAgain(key)]).toEqual([true, false]);
    expect((await home().get(key))?.[0]).toBe(1);
    expect((await store().get(key)).equals(PICTURE)).toBe(true);
    await store().delete(key);
    expect(await store().sealAgain(key)).toBe(false); // gone since it was listed
  });

  it.each(['../../secrets.json', '', 'a/b', '?list-type=2'])('take no key that is not of our own making: %j', async (key) => {
    await expect(store().get(key)).rejects.toThrow();
    await expect(store().put(key, PICTURE)).rejects.toThrow();
  });
});

it('photos in a folder lie in two levels of folders that only their owner reads; what a killed process left is found', async () => {
  const key = newPhotoKey();
  await homes.folder.put(key, PICTURE);
  const path = join(folder, 'photos', key.slice(0, 2), key.slice(2, 4), key);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(path, '..'))).toEqual([key]); // nothing half-written beside it
  writeFileSync(`${path}.new`, '');
  expect(await namesIn(homes.folder)).toEqual([key, `${key}.new`]);
  for await (const one of homes.folder.all()) await one.remove();
  expect(existsSync(path)).toBe(false);
});

it('a folder is checked by writing to it, many times at once, and nothing of that stays; one that takes no file fails, though it is there', async () => {
  const path = join(folder, 'checked');
  const home = new FolderHome(path);
  await Promise.all([1, 2, 3, 4].map(() => home.check()));
  expect(readdirSync(path)).toEqual([]);
  writeFileSync(join(folder, 'a-file'), '');
  await expect(new FolderHome(join(folder, 'a-file')).check()).rejects.toThrow();
  if (existsSync(TAKES_NO_FILE)) await expect(new FolderHome(TAKES_NO_FILE).check()).rejects.toThrow();
});

it('photos in a bucket are listed page after page, and others’ objects beside them are left alone', async () => {
  const others = `${s3.settings.endpoint}/${s3.settings.bucket}/photos/list-of-somebody`;
  await fetch(others, { method: 'PUT', body: 'not ours' });
  const [keys, home] = [Array.from({ length: 5 }, newPhotoKey).sort(), new S3Home(s3.settings, 2)];
  for (const key of keys) await home.put(key, PICTURE);
  expect(await namesIn(home)).toEqual(keys);
  for (const key of keys) await home.delete(key);
});

it('photos move to another home while they are read, stopped and run again; what is newer there stays', async () => {
  const keys = Array.from({ length: 4 }, newPhotoKey);
  const [from, to, both] = [homes.folder, homes.s3, new HomesInOrder([homes.s3, homes.folder])];
  for (const key of keys) await from.put(key, Buffer.from(`old ${key}`));
  await both.put(keys[3] ?? '', Buffer.from('sealed again meanwhile'));
  mkdirSync(join(folder, 'photos', 'ab'), { recursive: true });
  let left = 2;
  expect(await movePhotos(from, to, () => left-- > 0)).toBe(2);
  for (const key of keys.slice(0, 3)) expect(String(await both.get(key))).toBe(`old ${key}`);
  expect(await movePhotos(from, to)).toBe(2);
  expect([await namesIn(from), await namesIn(to)]).toEqual([[], [...keys].sort()]);
  expect(String(await to.get(keys[3] ?? ''))).toBe('sealed again meanwhile');
  for (const key of keys) await both.delete(key);
});

it('a store that fails says so and no more: another bucket, none at all, and one that names another address', async () => {
  await expect(new S3Home({ ...s3.settings, bucket: 'another' }).check()).rejects.toThrow();
  await expect(new S3Home({ ...s3.settings, bucket: 'another' }).put(newPhotoKey(), PICTURE)).rejects.toThrow('404 NoSuchBucket');
  await expect(new S3Home({ ...s3.settings, endpoint: 'http://127.0.0.1:1' }).get(newPhotoKey())).rejects.toThrow();
  const elsewhere = createServer((_req, res) => res.writeHead(307, { Location: `${s3.settings.endpoint}/${s3.settings.bucket}` }).end());
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  const [led] = await Promise.allSettled([new S3Home({ ...s3.settings, endpoint }).check()]);
  elsewhere.closeAllConnections();
  elsewhere.close();
  expect(led.status).toBe('rejected');
});

it('what stands in front of a store and knows nothing of it is not believed that a photo was written, is gone, or that there is none', async () => {
  let answer = [404, 'default backend - 404'] as [number, string];
  const front = createServer((req, res) => req.resume().on('end', () => res.writeHead(answer[0]).end(answer[1])));
  await once(front.listen(0, '127.0.0.1'), 'listening');
  const home = new S3Home({ ...s3.settings, endpoint: `http://127.0.0.1:${(front.address() as AddressInfo).port}` });
  const ofOne = [(): Promise<unknown> => home.put(newPhotoKey(), PICTURE), () => home.get(newPhotoKey()), () => home.delete(newPhotoKey())];
  const ofAll = (): Promise<unknown> => namesIn(home);
  try {
    for (const ask of [...ofOne, ofAll, () => home.check()])
      await expect(ask()).rejects.toMatchObject({ code: 'ESTORE', message: expect.stringMatching(/404$/) });
    answer = [403, '<Error><Code>RequestTimeTooSkewed</Code></Error>'];
    for (const ask of [...ofOne, ofAll])
      await expect(ask()).rejects.toMatchObject({ code: 'ESTORE', message: expect.stringMatching(/403 RequestTimeTooSkewed$/) });
    answer = [200, '<html>Welcome</html>'];
    await expect(home.put(newPhotoKey(), PICTURE)).rejects.toMatchObject({ code: 'ESTORE' });
    await expect(namesIn(home)).rejects.toMatchObject({ code: 'ESTORE' });
  } finally {
    front.closeAllConnections();
    front.close();
  }
});
