import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newPhotoKey, PhotoStore } from '../../src/photos/photo-store.js';
import { FolderHome } from '../../src/photos/store/folder-home.js';
import { Vault } from '../../src/privacy/vault.js';
import { photoProblems } from '../../tools/faults/photos.js';

/** What the ledger of a run of faults finds wrong with photos. */
const folder = mkdtempSync(join(tmpdir(), 'ledger-photos-'));
afterAll(() => rmSync(folder, { recursive: true }));
const home = new FolderHome(folder);
const store = new PhotoStore(home, new Vault({ dataKeys: [{ id: 1, key: randomBytes(32) }], indexKey: randomBytes(32) }));
const PHOTO = Buffer.from([0xff, ...randomBytes(2_000)]);

async function kept(bytes = PHOTO) {
  const key = newPhotoKey();
  await store.put(key, bytes);
  return { store_key: key, sha256: createHash('sha256').update(PHOTO).digest() };
}

it('finds nothing wrong with photos that are as they were sent', async () => {
  expect(await photoProblems(store, [await kept(), await kept()])).toEqual([]);
});

it('tells of each that is lost, cut short, changed, in another’s place, or another file', async () => {
  const rows = [await kept(), await kept(), await kept(), await kept(), await kept(PHOTO.subarray(0, 1_000))] as const;
  const [lost, short, changed, misplaced] = rows;
  const sealed = async ({ store_key }: { store_key: string }) => (await home.get(store_key)) as Buffer;
  await home.put(misplaced.store_key, await sealed(lost));
  await home.delete(lost.store_key);
  await home.put(short.store_key, (await sealed(short)).subarray(0, -100));
  await home.put(changed.store_key, Buffer.from((await sealed(changed)).map((byte, at) => (at === 500 ? byte ^ 1 : byte))));
  const found = await photoProblems(store, [await kept(), ...rows]);
  expect(found).toHaveLength(rows.length);
  for (const [at, { store_key }] of rows.entries()) expect(found[at]).toContain(store_key);
});
