import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../src/config.js';
import type { DatabaseUrls } from '../../src/database/roles.js';
import { SECRETS } from './app.js';

/** A command of src/commands as `npm run` runs it, from the sources, on a database. @param settings the others, in the environment */
export function runCommand(
  command: string,
  { databaseUrl, migrationDatabaseUrl }: DatabaseUrls,
  settings: Readonly<Record<string, string>>,
  ...given: string[]
): Promise<{ code: number; said: string; complained: string }> {
  const args = ['--import', join(ROOT, 'tools/swc.mjs'), join(ROOT, `src/commands/${command}.ts`), ...given];
  const own = { ...SECRETS, DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: migrationDatabaseUrl, NODE_OPTIONS: '' };
  return new Promise((done) => {
    execFile(process.execPath, args, { env: { ...process.env, ...own, ...settings } }, (fault, said, complained) =>
      done({ code: fault ? Number(fault.code) : 0, said, complained }),
    );
  });
}
