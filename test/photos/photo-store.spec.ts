import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Vault } from '../../src/privacy/vault.js';
import { FolderPhotoStore, newPhotoKey } from '../../src/photos/photo-store.js';

const VAULT = new Vault({ dataKeys: [{ id: 2, key: randomBytes(32) }], indexKey: randomBytes(32) });

describe('photos in a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-store-'));
  const store = new FolderPhotoStore(join(folder, 'photos'), VAULT);
  afterAll(() => rmSync(folder, { recursive: true }));
  const pathOf = (key: string) => join(folder, 'photos', key.slice(0, 2), key.slice(2, 4), key);

  it('come back as they went in, and lie in two levels of folders that only their owner reads', async () => {
    const key = newPhotoKey();
    await store.put(key, Buffer.from([0, 1, 2, 255]));
    expect([...(await store.get(key))]).toEqual([0, 1, 2, 255]);
    expect(statSync(pathOf(key)).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(pathOf(key), '..'))).toEqual([key]); // nothing half-written beside it
  });

  it('lie there sealed, each under its own key: in another’s place a file does not open', async () => {
    const [one, other] = [newPhotoKey(), newPhotoKey()];
    const picture = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from('a portrait of somebody')]);
    await store.put(one, picture);
    await store.put(other, Buffer.from('another'));
    expect(readFileSync(pathOf(one)).includes('portrait')).toBe(false);
    copyFileSync(pathOf(one), pathOf(other));
    await expect(store.get(other)).rejects.toThrow();
    expect((await store.get(one)).equals(picture)).toBe(true);
  });

  it('of before they were sealed are read as they are, and sealed when keys are rotated', async () => {
    const key = newPhotoKey();
    const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
    mkdirSync(join(pathOf(key), '..'), { recursive: true });
    writeFileSync(pathOf(key), picture);
    expect((await store.get(key)).equals(picture)).toBe(true);
    expect([await store.sealAgain(key), await store.sealAgain(key)]).toEqual([true, false]);
    expect(readFileSync(pathOf(key))[0]).toBe(1);
    expect((await store.get(key)).equals(picture)).toBe(true);
    expect(await store.sealAgain(newPhotoKey())).toBe(false); // gone since it was listed
  });

  it('are listed one by one, what a killed process left of one included', async () => {
    const [key, folder] = [newPhotoKey(), mkdtempSync(join(tmpdir(), 'photo-store-'))];
    const own = new FolderPhotoStore(join(folder, 'photos'), VAULT);
    expect(await Array.fromAsync(own.all())).toEqual([]);
    await own.put(key, Buffer.from('a'));
    writeFileSync(join(folder, 'photos', `${key}.new`), '');
    const names = (await Array.fromAsync(own.all())).map(({ name }) => name);
    expect(names.sort()).toEqual([key, `${key}.new`]);
    rmSync(folder, { recursive: true });
  });

  it('go when they are deleted; once more is no fault', async () => {
    const key = newPhotoKey();
    await store.put(key, Buffer.from('a'));
    await store.delete(key);
    await store.delete(key);
    expect(existsSync(pathOf(key))).toBe(false);
    await expect(store.get(key)).rejects.toThrow(/ENOENT/);
  });

  it.each(['../../secrets.json', '', 'a/b', `${newPhotoKey()}/..`])('take no key that is not of their own making: %j', async (key) => {
    await expect(store.get(key)).rejects.toThrow('no key');
    await expect(store.put(key, Buffer.from('a'))).rejects.toThrow('no key');
  });
});
