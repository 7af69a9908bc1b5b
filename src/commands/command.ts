import { resolve } from 'node:path';
import pg from 'pg';
import { CALLED_FROM, type Config } from '../config.js';
import { type Database, type Opening, openDatabase } from '../database/connect.js';

/** Runs a command of the portal. A fault is told in its own words, and the command ends with 1. */
export function run(main: () => Promise<void>): void {
  main().catch((fault: unknown) => {
    console.error(Error.isError(fault) ? fault.message : fault);
    process.exit(1);
  });
}

/** Work on the portal's database, which is closed afterwards whatever comes. @param pool as the application's role, for photos that lie there */
export async function onDatabase(
  config: Config,
  opening: Opening,
  work: (database: Database, pool: pg.Pool) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(config, opening);
  const pool = new pg.Pool({ connectionString: database.databaseUrl, max: 2 });
  pool.on('error', () => {}); // the next one who asks is told
  try {
    await work(database, pool);
  } finally {
    await pool.end();
    await database.stop();
  }
}

/** Whether to go on: no longer once the command was told to stop, so that it ends after what it has begun. */
export function goOnUntilStopped(): () => boolean {
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopped = true));
  return () => !stopped;
}

/** A file or folder as whoever calls a command names it: from where they are, though npm goes to the project's folder. */
export const placeOf = (given: string): string => resolve(CALLED_FROM, given);
