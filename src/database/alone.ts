import pg from 'pg';

/** Name of the database's advisory lock, which it gives back at the end of the connection that took it. */
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

/** Nothing is said on it for hours: what stands in between would forget it, and the server keep the place for nobody. */
const KEPT = { keepAlive: true, keepAliveInitialDelayMillis: 60_000 };

/** A connection for a place that is held for hours, not opened yet. @returns with what says whether it was lost meanwhile */
export function keptClient(connectionString: string): { client: pg.Client; isLost: () => boolean } {
  let lost = false;
  const client = new pg.Client({ connectionString, ...KEPT });
  client.on('error', () => (lost = true));
  return { client, isLost: () => lost };
}

/**
 * Work that must be alone, whose place a connection of its own holds.
 * @param work given what says whether the place is still its own: it ends soon where it is not
 * @throws Error where another command is at such work, or the place was lost in the middle of it
 */
export async function alone<Result>(connectionString: string, work: (isAlone: () => boolean) => Promise<Result>): Promise<Result> {
  const { client, isLost } = keptClient(connectionString);
  await client.connect();
  try {
    await takePlace(client);
    const result = await work(() => !isLost());
    if (isLost()) throw new Error('The connection to the database was lost before the end: run it again to go on.');
    return result;
  } finally {
    await client.end();
  }
}
