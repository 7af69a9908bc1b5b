import '../../tools/typescript.mjs';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VAR = fileURLToPath(new URL('../../var', import.meta.url));

/** This run's own server: never another's, so that tests may run beside a portal in use, and beside other tests. */
export const run = { folder: join(VAR, `test-${process.pid}`), postgres: undefined };

/** Starts a PostgreSQL for this run and makes the template that each test file copies (database.ts). */
export default async function setUp() {
  // not at the top: there they would be resolved before the hook of typescript.mjs is in place
  const { startPostgres } = await import('../../src/database/embedded.ts');
  const { embeddedPasswords, prepareDatabase } = await import('../../src/database/roles.ts');
  const { migrate } = await import('../../src/database/migrate.ts');

  mkdirSync(VAR, { recursive: true });
  removeLeftovers();
  run.postgres = await startPostgres({ folder: run.folder, quick: true, adopt: false });
  try {
    const passwords = embeddedPasswords(run.folder);
    const { migrationDatabaseUrl } = await prepareDatabase(run.postgres.url(), 'portal_template', passwords);
    await migrate(migrationDatabaseUrl);
    // the workers inherit these
    process.env.TEST_SUPERUSER_URL = run.postgres.url();
    process.env.TEST_OWNER_PASSWORD = passwords.owner;
    process.env.TEST_APP_PASSWORD = passwords.app;
    process.env.TEST_FOLDER = run.folder;
  } catch (fault) {
    await tearDown(); // Jest does not when the set-up fails
    throw fault;
  }
}

export async function tearDown() {
  await run.postgres?.stop();
  run.postgres = undefined;
  rmSync(run.folder, { recursive: true, force: true });
}

/** Folders of runs that were killed: their server ended with them, their files did not. */
function removeLeftovers() {
  for (const name of readdirSync(VAR)) {
    const pid = Number(/^test-(\d+)$/.exec(name)?.[1] ?? 0);
    if (pid && (pid === process.pid || !isAlive(pid))) rmSync(join(VAR, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (fault) {
    return fault.code === 'EPERM';
  }
}
