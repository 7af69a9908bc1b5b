import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderPhotoStore, newPhotoKey } from '../../src/photos/photo-store.js';

describe('photos in a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-store-'));
  const store = new FolderPhotoStore(join(folder, 'photos'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const pathOf = (key: string) => join(folder, 'photos', key.slice(0, 2), key.slice(2, 4), key);

  it('come back as they went in, and lie in two levels of folders that only their owner reads', async () => {
    const key = newPhotoKey();
    await store.put(key, Buffer.from([0, 1, 2, 255]));
    expect([...(await store.get(key))]).toEqual([0, 1, 2, 255]);
    expect(statSync(pathOf(key)).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(pathOf(key), '..'))).toEqual([key]); // nothing half-written beside it
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
    expect(() => store.get(key)).toThrow('no key');
    await expect(store.put(key, Buffer.from('a'))).rejects.toThrow('no key');
  });
});
