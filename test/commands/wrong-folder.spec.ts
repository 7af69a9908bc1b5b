import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoStore } from '../../src/photos/photo-store.js';
import { FolderHome } from '../../src/photos/store/folder-home.js';
import { lostPhotos } from '../../src/retention/lost-photos.js';
import { POOL } from '../../src/tokens.js';
import { aPortal, SECRETS, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';
import { runCommand } from '../support/run-command.js';

describe('a command that is pointed at another folder than the portal’s', () => {
  let portal: TestPortal;
  let key: string;
  beforeAll(async () => {
    portal = await aPortal();
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await new PhotoWay(await signIn(portal, applicant), applicant).submitted();
    key = (await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId })).storeKey;
  });
  afterAll(() => portal.close());

  /** With a folder in which there is no photo, unless told otherwise. */
  const run = async (command: string, settings: Record<string, string>, ...given: string[]): Promise<{ code: number; said: string }> => {
    const folder = { DATA_DIR: join(portal.dataDir, 'another') };
    const { code, said, complained } = await runCommand(command, portal.database, { ...folder, ...settings }, ...given);
    return { code, said: said + complained };
  };
  const keysInUse = async (): Promise<string[]> =>
    (await portal.sql<{ name: string }>(`select name from key_fingerprint where name like 'data-%' order by name`)).map(({ name }) => name);

  it('finds its photos lost, and none where they are', async () => {
    const pool = portal.app.get<pg.Pool>(POOL);
    const store = portal.get(PhotoStore);
    expect(await lostPhotos(pool, { all: () => store.all(), get: (one) => store.sealed(one) })).toEqual([]);
    expect(await lostPhotos(pool, new FolderHome(join(portal.dataDir, 'another')))).toEqual([key]);
  });

  it('does not say that photos are in their new home when none was found', async () => {
    const { code, said } = await run('move-photos', { PHOTO_STORE: 'postgresql,folder' }, '--to', 'postgresql');
    expect([code, said]).toEqual([1, expect.stringContaining(`in none of these homes, 1 of them: ${key}.`)]);
    expect(said).not.toContain('All are there');
    const right = { PHOTO_STORE: 'postgresql,folder', DATA_DIR: portal.dataDir };
    expect(await run('move-photos', right, '--to', 'postgresql')).toMatchObject({
      code: 0,
      said: expect.stringContaining('All are there'),
    });
    const back = { PHOTO_STORE: 'folder,postgresql', DATA_DIR: portal.dataDir };
    expect(await run('move-photos', back, '--to', 'folder')).toMatchObject({ code: 0 });
  });

  it('gives up no key over photos that it did not seal again, unless told that they are lost', async () => {
    const settings = { DATA_KEYS: `7:${randomBytes(32).toString('base64')},${SECRETS.DATA_KEYS}` };
    const { code, said } = await run('rotate-keys', settings);
    expect([code, said]).toEqual([1, expect.stringMatching(new RegExp(`1 of them: ${key}\\.\nKeep all keys\\.`))]);
    expect(await keysInUse()).toEqual(['data-1', 'data-7']);
    const told = await run('rotate-keys', settings, '--without-lost');
    expect([told.code, told.said]).toEqual([0, expect.stringContaining('DATA_KEYS no longer needs key 1.')]);
    expect(await keysInUse()).toEqual(['data-7']);
  });
});
