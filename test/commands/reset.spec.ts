import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyData, isInUse } from '../../src/commands/empty-data.js';
import { startPostgres } from '../../src/database/embedded.js';
import { ROOT } from '../../src/config.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'portal-reset-'));
  for (const folder of ['postgres', 'photos', 'mail']) {
    mkdirSync(join(dataDir, folder));
    writeFileSync(join(dataDir, folder, 'something'), '');
  }
  for (const file of ['seeded.json', 'seeding', 'notes-of-mine.txt']) writeFileSync(join(dataDir, file), '');
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('empties what belongs to the people, and leaves the rest of the folder', () => {
  expect(isInUse({ dataDir })).toBe(false);
  emptyData({ dataDir });
  expect(readdirSync(dataDir).sort()).toEqual(['notes-of-mine.txt']);
  emptyData({ dataDir }); // harmless when nothing is there
});

it('sees a database that is in use', async () => {
  rmSync(join(dataDir, 'postgres'), { recursive: true });
  const server = await startPostgres({ folder: join(dataDir, 'postgres'), quick: true });
  try {
    expect(isInUse({ dataDir })).toBe(true);
  } finally {
    await server.stop();
  }
  expect(isInUse({ dataDir })).toBe(false);
});

it.each([
  ['in production', { NODE_ENV: 'production' }, /Production needs these settings/],
  ['for a database of one’s own', { DATABASE_URL: 'postgres://a:b@localhost/c' }, /empty it there/],
])('refuses %s', (_, environment, words) => {
  const reset = spawnSync(process.execPath, ['--import', './tools/typescript.mjs', '-e', "await import('./src/commands/reset.ts')"], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, ...environment },
    encoding: 'utf8',
  });
  expect(reset.stderr).toMatch(words);
  expect(reset.status).toBe(1);
  expect(existsSync(join(dataDir, 'mail/something'))).toBe(true);
});
