import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** A mail or a job is looked for by each worker within so many milliseconds. */
const WITHIN = 6_000;

/** A claimed row has given its transaction a number: one that only looked for work has none. */
const AT_WORK = `select application_name as name from pg_stat_activity
                  where application_name = any($1) and state like 'idle in transaction%' and backend_xid is not null limit 1`;

/**
 * Watches the database until one of these processes is in the middle of a transaction that writes.
 * @param names as they tell the database
 * @returns which, or null where none is for a while
 */
export async function atWork(url: string, names: readonly string[]): Promise<string | null> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    for (const began = performance.now(); performance.now() - began < WITHIN; await wait(1)) {
      const { rows } = await client.query<{ name: string }>(AT_WORK, [names]);
      if (rows[0]) return rows[0].name;
    }
    return null;
  } finally {
    await client.end();
  }
}
