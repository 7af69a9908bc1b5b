import pg from 'pg';
import type { DatabaseUrls } from './roles.js';

/** Whether a portal is connected to this database now. */
export async function othersAtWork({ databaseUrl, migrationDatabaseUrl }: DatabaseUrls): Promise<boolean> {
  const client = new pg.Client({ connectionString: migrationDatabaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ at_work: boolean }>(
      `select exists(select from pg_stat_activity
                      where datname = current_database() and usename = $1 and pid <> pg_backend_pid()) as at_work`,
      [decodeURIComponent(new URL(databaseUrl).username)],
    );
    return rows[0]?.at_work ?? false;
  } finally {
    await client.end();
  }
}
