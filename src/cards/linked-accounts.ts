import type { EntityManager } from '@mikro-orm/postgresql';
import type { Config } from '../config.js';

/** Officers' accounts that made this one, or that it made; none where one person is enough to send a card to print. */
export async function linkedAccounts(em: EntityManager, rule: Config['cardRelease'], accountId: string): Promise<ReadonlySet<string>> {
  if (rule === 'one') return new Set();
  const rows = await em.execute<{ id: string }[]>(
    `select id from account where kind = 'officer' and (created_by = ? or id = (select created_by from account where id = ?))`,
    [accountId, accountId],
  );
  return new Set(rows.map(({ id }) => id));
}
