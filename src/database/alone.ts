import pg from 'pg';

/** Name of the database's advisory lock, which it gives back at the end of the connection that took it. */
const LOCK = 'portal: rewrites photos';
/** Nothing is said on it for hours: what stands in between would forget it, and the server keep the place for nobody. */
const KEPT = { keepAlive: true, keepAliveInitialDelayMillis: 60_000 };

/**
 * Work of a command that may rewrite photos, one at a time: of two, one would put back what the other has just replaced.
 * @param work given the connection that holds the place, and what says whether it still does: it ends soon where it does not
 * @throws Error where another command is at such work, or the place was lost in the middle of it
 */
export async function alone<Result>(
  connectionString: string,
  work: (client: pg.Client, isAlone: () => boolean) => Promise<Result>,
): Promise<Result> {
  let lost = false;
  const client = new pg.Client({ connectionString, ...KEPT });
  client.on('error', () => (lost = true));
  await client.connect();
  try {
    const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock(hashtext($1)) as alone', [LOCK]);
    if (!rows[0]?.alone)
      throw new Error('Keys are being rotated, photos moved or a backup restored by another command at this moment: wait for its end.');
    const result = await work(client, () => !lost);
    if (lost) throw new Error('The connection to the database was lost before the end: run it again to go on.');
    return result;
  } finally {
    await client.end(); // and nothing of a transaction that was not committed stays
  }
}
