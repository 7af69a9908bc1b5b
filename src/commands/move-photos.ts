import { parseArgs } from 'node:util';
import pg from 'pg';
import { readConfig } from '../config.js';
import { openDatabase } from '../database/connect.js';
import { movePhotos } from '../photos/store/move-photos.js';
import { photoHome } from '../photos/store/open-photo-store.js';
import { HOMES } from '../photos/store/photo-home.js';

/**
 * `npm run photos:move -- --to folder|postgresql|s3`: brings the photos of all other homes that PHOTO_STORE names to its first, while the
 * portal works. Stopped and run again, it goes on.
 */
async function main(): Promise<void> {
  const { to } = parseArgs({ options: { to: { type: 'string' } } }).values;
  const config = readConfig();
  const [first, ...others] = config.photoStore;
  if (!HOMES.some((name) => name === to)) throw new Error(`Say where: --to ${HOMES.join(', --to ')}`);
  if (to !== first || others.length === 0)
    throw new Error(
      `Start the portal with PHOTO_STORE=${to},${first === to ? 'THE ONE BEFORE' : first} first, so that new photos go there and all are found.`,
    );
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopped = true));
  const database = await openDatabase(config);
  const pool = new pg.Pool({ connectionString: database.databaseUrl, max: 2 });
  try {
    for (const name of others) {
      const moved = await movePhotos(photoHome(name, config, pool), photoHome(first, config, pool), () => !stopped);
      console.log(`From ${name} to ${first}: ${moved} photos.`);
    }
    console.log(stopped ? 'Stopped before the end: run it again to go on.' : `All are there: PHOTO_STORE=${first} is enough from now on.`);
    if (stopped) process.exitCode = 1;
  } finally {
    await pool.end();
    await database.stop();
  }
}

main().catch((fault: unknown) => {
  console.error(Error.isError(fault) ? fault.message : fault);
  process.exit(1);
});
