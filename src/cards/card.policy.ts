import type { Config } from '../config.js';

/** Why this person can't send a card to print now; also names of texts. */
export type ReleaseRefusal = 'notPrepared' | 'samePerson' | 'linkedAccount';

/**
 * The two-person rule (CARD_RELEASE=two): one prepares, another releases. An account that one of the two made for the other is no second
 * person: whoever invites officers could be both. The database holds to that as well.
 * @param linked the accounts that made this one, or that it made (`linkedAccounts`)
 */
export function whyNotRelease(
  rule: Config['cardRelease'],
  card: { readonly preparedBy?: string | null | undefined },
  accountId: string,
  linked: ReadonlySet<string>,
): ReleaseRefusal | null {
  if (rule === 'one') return null;
  if (!card.preparedBy) return 'notPrepared';
  if (card.preparedBy === accountId) return 'samePerson';
  return linked.has(card.preparedBy) ? 'linkedAccount' : null;
}
