import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Ends the sessions of an account, in the caller's transaction, and what is under way to become one. What was typed in them goes at once;
 * whose they were stays known for a day, as of those that are over by waiting, so that its owner's windows lose nothing (late-forms.ts).
 * @param but the hash of the id of one that goes on
 * @returns the account's epoch from here on, for a session that its caller opens anew
 */
export async function endSessions(em: EntityManager, accountId: string, but: Buffer | null = null): Promise<number> {
  const epoch = await endSignInsUnderWay(em, accountId, but);
  const wipe = 'update session set data = null, device = null where account_id = ?';
  if (but) await em.execute(`${wipe} and id_hash <> ?`, [accountId, but], 'run');
  else await em.execute(wipe, [accountId], 'run');
  return epoch;
}

/**
 * A session bears the epoch that was read with its password, and opens nothing once the account has another: so a sign-in with a password
 * or a second step of before ends here, even when its session is written after this. Parameters and answer as above.
 */
export async function endSignInsUnderWay(em: EntityManager, accountId: string, but: Buffer | null): Promise<number> {
  const [raised] = await em.execute<{ epoch: number }[]>(
    'update account set session_epoch = session_epoch + 1 where id = ? returning session_epoch as epoch',
    [accountId],
  );
  const epoch = raised?.epoch ?? 0;
  if (but) await em.execute('update session set epoch = ? where id_hash = ? and account_id = ?', [epoch, but, accountId], 'run');
  return epoch;
}
