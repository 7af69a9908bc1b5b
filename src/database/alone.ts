import pg from 'pg';

/** Keys of the database's advisory locks, which it gives back at the end of the connection that took them. */
const LOCK = 'portal: rewrites photos';

/**
 * Takes the place of the one command that may rewrite photos at a time: of two, one would put back what the other has just replaced.
 * @param client whose end gives the place back
 * @throws Error where another command has it
 */
export async function takePlace(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock(hashtext($1)) as alone', [LOCK]);
  if (!rows[0]?.alone)
    throw new Error('Keys are being rotated, photos moved or a backup restored by another command at this moment: wait for its end.');
}

/** Work that must be alone, on a connection of its own. @throws Error where another command is at such work */
export async function alone<Result>(connectionString: string, work: () => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await takePlace(client);
    return await work();
  } finally {
    await client.end();
  }
}
